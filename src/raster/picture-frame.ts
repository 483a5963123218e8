import type { Frame } from "./frame.ts";
import { greyLevels } from "./grey-levels.ts";
import type { Palette } from "./palette.ts";
import type { RgbaPicture } from "./png.ts";

/**
 * A decoded picture as a frame: transparency over white, and for a palette without colour every pixel as the grey that is
 * as bright (Rec. 601, whole numbers), so that a red line does not vanish on two inks. Without a palette colours stay.
 */
export function pictureFrame({ width, height, rgba }: RgbaPicture, palette?: Palette): Frame {
  const isGrey = palette !== undefined && greyLevels(palette) !== undefined;
  const pixels = new Uint32Array(width * height);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
    const alpha = rgba[at + 3] as number;
    const red = overWhite(rgba[at] as number, alpha);
    const green = overWhite(rgba[at + 1] as number, alpha);
    const blue = overWhite(rgba[at + 2] as number, alpha);
    const luma = Math.round((299 * red + 587 * green + 114 * blue) / 1000);
    pixels[i] = (isGrey ? luma * 0x010101 : (red << 16) | (green << 8) | blue) | 0;
  }
  return { width, height, pixels };
}

function overWhite(value: number, alpha: number): number {
  return alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
}
