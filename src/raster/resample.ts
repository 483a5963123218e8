import { type Size, sameSize } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import type { Frame } from "./frame.ts";
import { TO_LINEAR, toSrgbByte } from "./srgb.ts";

/** Ways to bring a picture onto a framebuffer of another size. */
export const SCREEN_FITS = ["none", "fit", "integer"] as const;

/** Ways to bring a picture onto a panel of another size. */
export const PANEL_FITS = ["none", "contain", "cover"] as const;

/**
 * Way to bring a picture to another size, its proportions kept. `none`: pixel for pixel. `integer`: by the largest whole
 * factor. `fit` and `contain`: as large as fits, whole. `cover`: as small as fills, what hangs over is cut off.
 */
export type Fit = (typeof SCREEN_FITS | typeof PANEL_FITS)[number];

/** Choice between the ratios of widths and of heights, for the ways that average. */
const RATIO: Partial<Record<Fit, (...ratios: number[]) => number>> = {
  fit: Math.min,
  contain: Math.min,
  cover: Math.max,
};

/** Colour of what a picture leaves free, 0xAARRGGBB. */
export const MARGINS = { black: 0xff000000, white: 0xffffffff } as const;

/**
 * Places a frame in the middle of one of another size. `none` and `integer` copy pixels; the others average by area
 * in linear light.
 * @throws WattframeError `FRAME_SIZE` when `none` or `integer` leave it larger than the size
 */
export function placeFrame(frame: Frame, size: Size, fit: Fit, margin: number = MARGINS.black): Frame {
  if (sameSize(frame, size)) return frame;
  const scaled = scaleFrame(frame, size, fit);
  const left = Math.floor((size.width - scaled.width) / 2);
  const top = Math.floor((size.height - scaled.height) / 2);
  const pixels = new Uint32Array(size.width * size.height).fill(margin);
  const width = Math.min(scaled.width, size.width);
  for (let y = Math.max(0, top); y < Math.min(size.height, top + scaled.height); y++) {
    const from = (y - top) * scaled.width + Math.max(0, -left);
    pixels.set(scaled.pixels.subarray(from, from + width), y * size.width + Math.max(0, left));
  }
  return { width: size.width, height: size.height, pixels };
}

function scaleFrame(frame: Frame, size: Size, fit: Fit): Frame {
  const ratios = [size.width / frame.width, size.height / frame.height];
  const ratio = RATIO[fit];
  if (ratio !== undefined) return resampled(frame, scaledSize(frame, ratio(...ratios)));
  checkRoom(frame, size, fit);
  return fit === "integer" ? repeated(frame, Math.floor(Math.min(...ratios))) : frame;
}

/**
 * Checks that a picture can be brought onto a display of a size.
 * @throws WattframeError `FRAME_SIZE` when it is larger and may not be averaged
 */
export function checkRoom(picture: Size, size: Size, fit: Fit): void {
  if (RATIO[fit] !== undefined || (picture.width <= size.width && picture.height <= size.height)) return;
  const sizes = `${picture.width}×${picture.height} onto ${size.width}×${size.height}`;
  throw new WattframeError("FRAME_SIZE", `The picture does not fit: ${sizes}.`, {
    hint: "Draw it at the size of the display, or have it scaled.",
  });
}

function scaledSize({ width, height }: Size, factor: number): Size {
  const scaled = (side: number) => Math.max(1, Math.round(side * factor));
  return { width: scaled(width), height: scaled(height) };
}

function repeated(frame: Frame, factor: number): Frame {
  const [width, height] = [frame.width * factor, frame.height * factor];
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = Math.floor(y / factor) * frame.width;
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = frame.pixels[from + Math.floor(x / factor)] as number;
    }
  }
  return { width, height, pixels };
}

/** Averages by area: along the rows, then along the columns, on planes of linear light. */
function resampled(frame: Frame, size: Size): Frame {
  const planes = [16, 8, 0].map((shift) => {
    const linear = Float32Array.from(frame.pixels, (pixel) => TO_LINEAR[(pixel >>> shift) & 0xff] as number);
    const wide = averaged(linear, {
      lines: frame.height,
      from: frame.width,
      to: size.width,
      step: 1,
      line: frame.width,
    });
    return averaged(wide, { lines: size.width, from: frame.height, to: size.height, step: size.width, line: 1 });
  }) as [Float32Array, Float32Array, Float32Array];
  const [red, green, blue] = planes;
  const pixels = Uint32Array.from(red, (r, i) => {
    return (
      (0xff000000 | (toSrgbByte(r) << 16) | (toSrgbByte(green[i] as number) << 8) | toSrgbByte(blue[i] as number)) >>> 0
    );
  });
  return { ...size, pixels };
}

interface Axis {
  /** Number of lines, and of samples in each, before and after. */
  readonly lines: number;
  readonly from: number;
  readonly to: number;
  /** Distance between two samples of a line, and between two lines of the source. */
  readonly step: number;
  readonly line: number;
}

function averaged(source: Float32Array, { lines, from, to, step, line }: Axis): Float32Array {
  const out = new Float32Array(lines * to);
  const ratio = from / to;
  for (let target = 0; target < to; target++) {
    const [begin, end] = [target * ratio, (target + 1) * ratio];
    const first = Math.floor(begin);
    const last = Math.min(from, Math.ceil(end - 1e-9));
    for (let i = 0; i < lines; i++) {
      let sum = 0;
      for (let at = first; at < last; at++) {
        const share = Math.min(at + 1, end) - Math.max(at, begin);
        sum += share * (source[i * line + at * step] as number);
      }
      out[step === 1 ? i * to + target : target * lines + i] = sum / ratio;
    }
  }
  return out;
}
