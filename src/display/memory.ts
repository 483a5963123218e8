import { type Raster, sameRaster } from "../raster/raster.ts";
import type { Display } from "./display.ts";

/** A display that keeps its picture in memory alone: where there is no hardware, for a preview. */
export function memoryDisplay(): Display {
  let last: Raster | undefined;
  return {
    show: (raster) => {
      const changed = last === undefined || !sameRaster(last, raster);
      last = raster;
      return Promise.resolve({ changed, reason: changed ? "written" : "unchanged" });
    },
    close: () => Promise.resolve(),
  };
}
