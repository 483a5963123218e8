import type { Pen } from "../draw/pen.ts";

/** Sizes of the triangle over the running bar, pixels: of bars that are wide enough for it, and of others. */
const WIDE = { half: 6, height: 8 } as const;
const NARROW = { half: 4, height: 5 } as const;
/** From this distance of bars the mark is the larger one, and from the other it grows with it, pixels. */
const WIDE_FROM_PX = 16;
const GROWS_FROM_PX = 40;

/** Height of the mark over bars of the usual width, pixels. */
export const MARK_PX = WIDE.height;
/** Empty pixels between the mark and what is below it. */
export const MARK_GAP_PX = 4;

function sizeOf(pitch: number): { readonly half: number; readonly height: number } {
  if (pitch < WIDE_FROM_PX) return NARROW;
  const times = Math.max(1, pitch / GROWS_FROM_PX);
  return { half: Math.round(WIDE.half * times), height: Math.round(WIDE.height * times) };
}

/** Height of the mark over bars that are `pitch` pixels apart. */
export function markHeight(pitch: number): number {
  return sizeOf(pitch).height;
}

/** Draws a triangle that points down to the running bar, its tip at `bottom`. */
export function drawRunningMark(pen: Pen, x: number, bottom: number, pitch: number): void {
  const { half, height } = sizeOf(pitch);
  for (let row = 0; row < height; row++) {
    const reach = Math.max(1, Math.round((half * (height - row)) / height));
    pen.fill({ x: x - reach, y: bottom - height + row, width: 2 * reach, height: 1 });
  }
}
