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
  /** Opens it. @throws WattframeError when it cannot be used now */
  open(options: Readonly<Record<string, unknown>>, surroundings: DisplaySurroundings): Promise<Display>;
}

/** What a display may know of the kiosk that it belongs to. */
export interface DisplaySurroundings {
  /** The display's name in the configuration. */
  readonly name: string;
  /** Folder of the running kiosk for small files that outlive a restart of the process. */
  readonly runtimeFolder: string;
  /** Until when quiet hours last, wall milliseconds; undefined outside them. */
  readonly quietUntilMs?: (wallMs: number) => number | undefined;
  readonly log: Log;
}
