import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../files/replace-file.ts";
import type { Palette } from "../raster/palette.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import { decodePng, encodePng } from "../raster/png.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";

/** What is kept of a panel across restarts: the refresh policy's state as JSON, and the picture on the glass. */
export interface EpaperMemory {
  /** What was kept; `state` is whatever JSON was found, `glass` is absent when nobody knows what the panel shows. */
  load(): Promise<{ readonly state: unknown; readonly glass?: Raster }>;
  /** Before a refresh: its state counts from now on, and until it is done nobody knows what the panel shows. */
  begin(state: object): Promise<void>;
  /** After a refresh. */
  done(glass: Raster): Promise<void>;
}

/**
 * Two files per display, each replaced whole: `<name>.state.json` and `<name>.glass.png`. The picture is removed before a
 * refresh begins, and is gone for good by then, so that it is there only when it is what the panel shows, also after a
 * power cut.
 * @param size pixels of the panel as it is scanned; a picture of another size or palette is forgotten
 */
export function epaperMemory(
  folder: string,
  name: string,
  { width, height, palette }: { readonly width: number; readonly height: number; readonly palette: Palette },
): EpaperMemory {
  const stateFile = join(folder, `${name}.state.json`);
  const glassFile = join(folder, `${name}.glass.png`);
  const loadGlass = async (): Promise<Raster | undefined> => {
    const picture = await decodePng(await readFile(glassFile)).catch(() => undefined); // absent or damaged: not known
    if (picture?.width !== width || picture.height !== height) return undefined;
    return quantize(pictureFrame(picture, palette), palette);
  };
  return {
    async load() {
      const text = await readFile(stateFile, "utf8").catch(() => "{}"); // no file yet: a first start
      const glass = await loadGlass().catch(() => undefined);
      return { state: parsed(text), ...(glass !== undefined && { glass }) };
    },
    async begin(state) {
      await rm(glassFile, { force: true });
      await replaceFile(stateFile, `${JSON.stringify(state)}\n`, { durable: "name" });
    },
    done: (glass) => replaceFile(glassFile, encodePng(glass)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // not ours, or the disk damaged it; a first start is safe
  }
}
