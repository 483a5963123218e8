import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, measured, NotHere } from "./comparison.ts";
import { House, Pictures } from "./house.ts";
import { inFolder, run } from "./processes.ts";

/** Bytes of a picture as it is written, against what an optimiser that tries everything makes of it. */
export const pngBytes: Bench = {
  rows: [{ name: "png-bytes", bound: 1.1, what: "bytes of a PNG of balance / after optipng -o7" }],
  measure: () =>
    inFolder(async (folder) => {
      const [ours, best] = [join(folder, "ours.png"), join(folder, "best.png")];
      await writeFile(ours, (await Pictures.of("balance", 800, 480)).png(new House()));
      await run("optipng", ["-quiet", "-o7", "-out", best, ours]).catch((thrown: NodeJS.ErrnoException) => {
        throw thrown.code === "ENOENT" ? new NotHere("there is no optipng; apt-get install optipng") : thrown;
      });
      return [measured((await stat(ours)).size, (await stat(best)).size, "bytes")];
    }),
};
