import { join } from "node:path";
import { type Bench, inTurn, wallMs } from "./comparison.ts";
import { inFolder, recording, run, WATTFRAME } from "./processes.ts";

const what = "wall, start to PNG of a recording of 10 minutes / start and end of bare Node";

/** From the call of the command to the PNG on the disk, against a Node that does nothing. */
export const start: Bench = {
  rows: [{ name: "start", bound: 3, what }],
  measure: () =>
    inFolder(async (folder) => {
      const replay = await recording(folder, "esphome", "10m");
      const args = ["render", "--replay", replay, "-o", join(folder, "a.png")];
      const ours = () => wallMs(() => run(WATTFRAME, args));
      return [await inTurn(ours, () => wallMs(() => run(process.execPath, ["-e", "0"])), 15, "ms")];
    }),
};
