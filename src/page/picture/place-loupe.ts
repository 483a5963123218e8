import { LOUPE_SIZE } from "./draw-loupe.ts";
import type { Pixel } from "./move-cursor.ts";

const DISTANCE = 20;
const CAPTION = 44; // its text and its border

/** Where the loupe stands in the window: beside the pixel it shows, on the side where there is room. */
export function placeLoupe({ left, top }: DOMRect, { x, y }: Pixel, scale: number): { left: string; top: string } {
  const side = (at: number, size: number, room: number) => {
    const after = at + DISTANCE;
    const before = at - DISTANCE - size;
    return after + size <= room ? after : Math.max(before, Math.max(0, Math.min(after, room - size)));
  };
  const atX = side(left + (x + 0.5) * scale, LOUPE_SIZE + 10, document.documentElement.clientWidth);
  const atY = side(top + (y + 0.5) * scale, LOUPE_SIZE + CAPTION, innerHeight);
  return { left: `${Math.round(atX)}px`, top: `${Math.round(atY)}px` };
}
