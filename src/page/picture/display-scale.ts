/** Sizes of a picture: fitted to its room, about one CSS pixel for each pixel, or twice that. */
export const ZOOMS = ["fit", "real", "double"] as const;

/** One of {@link ZOOMS}. */
export type Zoom = (typeof ZOOMS)[number];

/** Data for computing a scale. */
interface ScaleQuestion {
  readonly zoom: Zoom;
  /** Of the picture, in its own pixels. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels that there are for it. */
  readonly roomWidth: number;
  readonly roomHeight: number;
  /** Pixels of the screen per CSS pixel, above zero. */
  readonly ratio: number;
}

/** CSS pixels per pixel of the picture, and smoothing of its edges. */
interface Scale {
  readonly scale: number;
  readonly smooth: boolean;
}

/**
 * The scale of a picture. Each of its pixels is a whole number of the screen's, as near as that comes to one CSS pixel
 * (or to two). Only a picture that has to shrink to fit, and would lose much of its room by that, is smoothed instead.
 */
export function displayScale({ zoom, width, height, roomWidth, roomHeight, ratio }: ScaleQuestion): Scale {
  const whole = Math.max(1, Math.round(ratio));
  if (zoom === "real") return { scale: whole / ratio, smooth: false };
  if (zoom === "double") return { scale: (2 * whole) / ratio, smooth: false };
  const fitting = Math.max(0, Math.min(roomWidth / width, roomHeight / height)) * ratio;
  const isShrunk = fitting < ratio;
  if (isShrunk && Math.floor(fitting) < ENOUGH * fitting) return { scale: fitting / ratio, smooth: true };
  if (fitting < 1) return { scale: Math.max(fitting, SOME) / ratio, smooth: true };
  return { scale: Math.min(Math.floor(fitting), MOST * whole) / ratio, smooth: false };
}

/** A small label is not blown up further than this to fill its room. */
const MOST = 3;
/** Share of the fitting size at which whole pixels are worth more than the rest of the room. */
const ENOUGH = 0.75;
/** While there is no room at all. */
const SOME = 0.05;
