import { access, constants, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { lockHolder } from "../files/lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Log } from "../log.ts";
import type { Palette } from "../raster/palette.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import { decodePng, encodePng } from "../raster/png.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";

/** State of a panel that is kept across restarts: the refresh policy's as JSON, and the picture on the glass. */
export interface EpaperMemory {
  /** Reads it; `state` is whatever JSON was found, `glass` is absent when what the panel shows is unknown. */
  load(): Promise<{ readonly state: unknown; readonly glass?: Raster }>;
  /** Called before a refresh: its state counts from now on, and until it is done what the panel shows is unknown. */
  begin(state: object): Promise<void>;
  /** Called after a refresh. */
  done(glass: Raster): Promise<void>;
}

/** Panel that a memory belongs to. */
export interface MemoryOwner {
  /** Name of the display. */
  readonly name: string;
  /** The wires that the panel is on: a display that is called otherwise takes over what was kept of the same panel. */
  readonly device: string;
  /** Pixels of the panel as it is scanned; a picture of another size or palette is forgotten. */
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly log: Log;
}

const STATE = ".state.json";
const GLASS = ".glass.png";

/**
 * Two files per display, each replaced whole: `<name>.state.json` and `<name>.glass.png`. The picture is removed before a
 * refresh begins, and is gone for good by then, so that it is there only when it is what the panel shows, also after a
 * power cut. Where nothing can be kept, a warning is logged and the display goes on. Nothing is thrown.
 */
export function epaperMemory(folder: string, owner: MemoryOwner): EpaperMemory {
  const { name, device, log } = owner;
  const fileOf = (display: string, kind: typeof STATE | typeof GLASS) => join(folder, `${display}${kind}`);
  let isLost = false;
  const keep = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      isLost = false;
    } catch (thrown) {
      if (!isLost) log.warn({ folder, ...lostFacts(thrown) }, LOST);
      isLost = true;
    }
  };
  return {
    async load() {
      await keep(async () => {
        await makeFolder(folder);
        await access(folder, constants.W_OK);
        await takeOver(folder, owner);
      });
      const kept = await stateIn(fileOf(name, STATE));
      if (kept === undefined || !isOf(kept, device)) return { state: {} };
      // In a folder that cannot be written the picture may be an old one that could not be removed.
      const glass = isLost ? undefined : await glassIn(fileOf(name, GLASS), owner);
      return { state: kept, ...(glass !== undefined && { glass }) };
    },
    begin: (state) =>
      keep(async () => {
        await rm(fileOf(name, GLASS), { force: true });
        await replaceFile(fileOf(name, STATE), `${JSON.stringify({ ...state, device })}\n`, { durable: "name" });
      }),
    done: (glass) => keep(() => replaceFile(fileOf(name, GLASS), encodePng(glass))),
  };
}

const LOST = "the panel's state cannot be kept: each restart begins with a full refresh, whatever the panel's limits";

function lostFacts(thrown: unknown): object {
  const hint = "Name a folder that this user may write to with WATTFRAME_STATE.";
  return { code: "FILE_WRITE", error: messageOf(thrown), hint };
}

/** Finds what was kept of the same panel under another name, and gives it this one. */
async function takeOver(folder: string, { name, device }: MemoryOwner): Promise<void> {
  const own = await stateIn(join(folder, `${name}${STATE}`));
  if (own !== undefined && isOf(own, device)) return;
  const former = await rememberedAs(folder, device);
  if (former === undefined) return;
  const holder = await lockHolder(stateLockOf(folder, former));
  if (holder !== undefined && holder.pid !== process.pid) return; // another kiosk's
  await rm(join(folder, `${name}${GLASS}`), { force: true }); // of another panel
  await rename(join(folder, `${former}${STATE}`), join(folder, `${name}${STATE}`));
  await rename(join(folder, `${former}${GLASS}`), join(folder, `${name}${GLASS}`)).catch(() => undefined); // there may be none
}

/** Name of the display that has kept something of a panel; undefined when none has. @param device see `deviceOf` of the wiring */
export async function rememberedAs(folder: string, device: string): Promise<string | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(STATE)); // no such folder: nothing kept
  for (const file of files.sort()) {
    if ((await stateIn(join(folder, file)))?.["device"] === device) return file.slice(0, -STATE.length);
  }
  return undefined;
}

/** The lock on what a display keeps: two that count the refreshes of one panel would wear it. */
export function stateLockOf(folder: string, display: string): string {
  return join(folder, `${display}${STATE}.lock`);
}

/** JSON as it was kept: the panel's wires and its refreshes. */
type Kept = Readonly<Record<string, unknown>>;

function isOf({ device }: Kept, wanted: string): boolean {
  return device === undefined || device === wanted;
}

/** Returns what was kept; undefined when there is no such file, empty when it is damaged: a first start is safe. */
async function stateIn(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined); // unreadable is as good as absent
  if (text === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { ...json } : {};
  } catch {
    return {}; // damaged
  }
}

async function glassIn(file: string, { width, height, palette }: MemoryOwner): Promise<Raster | undefined> {
  try {
    const picture = await decodePng(await readFile(file));
    if (picture.width !== width || picture.height !== height) return undefined;
    return quantize(pictureFrame(picture, palette), palette);
  } catch {
    return undefined; // absent, damaged or of other colours: not known
  }
}
