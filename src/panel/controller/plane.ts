import type { Box } from "../../draw/box.ts";
import { pack } from "../../raster/pack.ts";
import type { Raster } from "../../raster/raster.ts";

/** One bit plane of a raster, or of a box of it: `bits` says what each ink becomes, and paper fills the last byte of a row. */
export function plane(raster: Raster, bits: readonly number[], box?: Box): Uint8Array {
  const padCode = bits[raster.palette.roles.paper] ?? 0;
  return pack(raster, { bits: 1, order: "left-high", codes: bits, padCode }, box);
}
