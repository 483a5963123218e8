import { createHash } from "node:crypto";
import { encodePng } from "../raster/png.ts";
import type { Raster } from "../raster/raster.ts";

/** A raster as the PNG file that a png-file display would hold. */
export interface ShownPicture {
  readonly png: Uint8Array;
  /** Identifies these bytes; letters and digits. */
  readonly version: string;
}

const pictures = new WeakMap<Raster, ShownPicture>();

/** PNG of a raster; encoded once per raster. */
export function shownPicture(raster: Raster): ShownPicture {
  const known = pictures.get(raster);
  if (known) return known;
  const png = encodePng(raster);
  const picture = { png, version: createHash("sha256").update(png).digest("hex").slice(0, 24) };
  pictures.set(raster, picture);
  return picture;
}
