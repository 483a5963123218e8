import { areaOf } from "../../src/draw/box.ts";
import { changedBoxes } from "../../src/raster/changed-box.ts";
import { type Bench, measured } from "./comparison.ts";
import { House, Pictures } from "./house.ts";

const EVERY_TELEGRAMS = 18; // three minutes, as such a panel is refreshed by default
const UPDATES = 480;

/** Pixels that a panel gets of each new picture over a day of updates, against all of them. */
export const changedPlane: Bench = {
  rows: [
    {
      name: "plane",
      bound: 0.25,
      what: "bytes of the new plane in the boxes of an update of balance, mean of a day / the whole plane",
    },
  ],
  measure: async () => {
    const [house, pictures] = [new House(), await Pictures.of("balance", 800, 480)];
    let before = pictures.raster(house);
    let written = 0;
    for (let update = 0; update < UPDATES; update++) {
      for (let telegram = 0; telegram < EVERY_TELEGRAMS; telegram++) house.next();
      const after = pictures.raster(house);
      written += areaOf(changedBoxes(before, after, { alignX: 8 })) / 8;
      before = after;
    }
    return [measured(written / UPDATES, (before.width * before.height) / 8, "bytes")];
  },
};
