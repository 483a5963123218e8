import { z } from "zod";
import { readStart } from "../files/read-start.ts";
import { realPath } from "../files/real-path.ts";
import { replaceFile } from "../files/replace-file.ts";
import { writeProbe } from "../files/write-probe.ts";
import { encodePng } from "../raster/png.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";
import type { Display } from "./display.ts";
import { type DisplayRow, type Probe, readerOf, WORKS } from "./display-row.ts";
import { pictureOptions, surfaceOf } from "./picture-options.ts";

const options = z.strictObject({
  path: z.string().min(1).describe("The PNG file; it is replaced at once, a reader never sees half a picture."),
  ...pictureOptions,
});

const read = readerOf(options);

/** A picture kept in a PNG file at the palette's own depth, replaced whole and only when it changed. */
export const pngFile: DisplayRow = {
  kind: "png-file",
  options,
  surface: (raw) => surfaceOf(read(raw)),
  destination: (raw) => read(raw).path,
  claims: (raw) => {
    const { path } = read(raw);
    return [{ option: ["path"], id: realPath(path), name: path }];
  },
  probe: async (raw) => {
    const { path } = read(raw);
    const error = await writeProbe(path);
    if (error) return unusable(error.message, error.hint ?? "");
    if (!(await isOtherFile(path))) return WORKS;
    return unusable(`${path} exists and is not a PNG`, "name another file: the picture would replace this one");
  },
  open: (raw) => pngFileDisplay(read(raw).path),
};

function unusable(message: string, hint: string): Probe {
  return { ok: false, option: ["path"], code: "FILE_UNUSABLE", message, hint };
}

const SIGNATURE = "\x89PNG";

/** Tells whether a file with something in it is there that is no PNG. */
async function isOtherFile(path: string): Promise<boolean> {
  try {
    const start = (await readStart(path, SIGNATURE.length)).toString("latin1");
    return start !== "" && start !== SIGNATURE;
  } catch {
    return false; // what is not there, or may not be read, is not known to be anything else
  }
}

/** A display that is a PNG file. @param path absolute or relative to the process; its folder is made when missing */
export function pngFileDisplay(path: string): Display {
  let last: Raster | undefined;
  return {
    show: async (raster) => {
      if (last && sameRaster(last, raster)) return { changed: false, reason: "unchanged" };
      const bytes = encodePng(raster);
      await replaceFile(path, bytes);
      last = raster;
      return { changed: true, reason: "written", facts: { bytes: bytes.length } };
    },
    close: () => Promise.resolve(),
  };
}
