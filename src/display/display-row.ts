import type { z } from "zod";
import type { Log } from "../log.ts";
import type { Palette } from "../raster/palette.ts";
import type { Display } from "./display.ts";

/** What a display takes: pictures of this size in these colours. */
export interface SurfaceSpec {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/** One kind of place where pictures go. */
export interface DisplayRow {
  readonly kind: string;
  /** Its own options in the configuration. One named `path` is a file, relative to the configuration. */
  readonly options: z.ZodObject;
  /** What it takes, from options that fit the schema. @throws WattframeError when the hardware has to be asked and is not there */
  surface(options: Readonly<Record<string, unknown>>): SurfaceSpec;
  /** Whether it keeps something in the state folder, under its name. */
  readonly keepsState?: true;
  /** Makes it. Hardware and files are first touched with the first picture, when the display before it has been closed. */
  create(options: Readonly<Record<string, unknown>>, surroundings: DisplaySurroundings): Display;
}

/** What a display may know of the kiosk that it belongs to. */
export interface DisplaySurroundings {
  /** The display's name in the configuration. */
  readonly name: string;
  /** Folder for files that live as long as the process. */
  readonly runtimeFolder: string;
  /** Folder for what must outlive the process and the machine's restart. */
  readonly stateFolder: string;
  /** Until when quiet hours last, wall milliseconds; undefined outside them. */
  readonly quietUntilMs?: (wallMs: number) => number | undefined;
  readonly log: Log;
}
