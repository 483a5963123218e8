import type { z } from "zod";
import type { Log } from "../log.ts";
import type { Surface } from "../raster/surface.ts";
import type { Display } from "./display.ts";

/** A device or file that a display cannot share with another. */
export interface Claim {
  /** The keys that lead to the option that names it. */
  readonly option: readonly string[];
  /** The same for every spelling of the same thing. */
  readonly id: string;
  /** Its name in messages, such as `/dev/fb0`. */
  readonly name: string;
}

/** Something that is wrong with an option, before the display is opened. */
export interface OptionFault {
  /** The keys that lead to the option. */
  readonly option: readonly string[];
  readonly code: "WRONG_VALUE" | "FILE_UNUSABLE" | "PROGRAM_UNUSABLE";
  readonly message: string;
  readonly hint: string;
}

/** One kind of place where pictures go. */
export interface DisplayRow {
  readonly kind: string;
  /** Its own options in the configuration. One named `path` is a file, relative to the configuration. */
  readonly options: z.ZodObject;
  /** What it takes, from options that fit the schema. @throws WattframeError when the hardware has to be asked and is not there */
  surface(options: Readonly<Record<string, unknown>>): Surface;
  /** Devices and files that it cannot share, from options that fit the schema. */
  claims(options: Readonly<Record<string, unknown>>): readonly Claim[];
  /** Options that contradict each other. */
  contradictions?(options: Readonly<Record<string, unknown>>): readonly OptionFault[];
  /** Looks, as the present user, whether this machine has what the options need; `path` is absolute. */
  probe?(options: Readonly<Record<string, unknown>>): Promise<readonly OptionFault[]>;
  /** True for a kind that keeps something in the state folder, under the display's name. */
  readonly keepsState?: true;
  /** True where a picture that is under way has to be waited for when the process ends, however long it takes. */
  readonly mustFinish?: true;
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
