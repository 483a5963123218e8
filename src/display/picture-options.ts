import { z } from "zod";
import { NOT_A_SIZE, parseSize, SIZE_PATTERN } from "../draw/size.ts";
import { PALETTE_IDS, type PaletteId, paletteOf } from "../raster/palette.ts";
import type { Surface } from "../raster/surface.ts";

/** Option that is a size in pixels. */
export const sizeOption = z.string().regex(SIZE_PATTERN, NOT_A_SIZE);

/** Option that names a palette. */
export const paletteOption = z.enum(PALETTE_IDS);

/** Options of a display that takes pictures of any size and palette. */
export const pictureOptions = {
  size: sizeOption
    .default("800x480")
    .describe("Width and height in pixels; the layout needs a composition of this size."),
  palette: paletteOption.default("black-white").describe("The colours of the picture."),
};

/** Returns the surface that such options describe. */
export function surfaceOf({ size, palette }: { readonly size: string; readonly palette: PaletteId }): Surface {
  return { ...parseSize(size), palette: paletteOf(palette) };
}
