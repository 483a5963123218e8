import type { z } from "zod";
import { type FaultCode, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { Surface } from "../raster/surface.ts";
import type { RefreshTimes } from "../refresh/refresh-times.ts";
import type { Display } from "./display.ts";

/** Options of a display that fit the schema of its kind; a `path` among them is absolute. */
export type DisplayOptions = Readonly<Record<string, unknown>>;

/** Returns what reads the options of a kind, those of one configuration once: some are asked for before each picture. */
export function readerOf<Options>(schema: z.ZodType<Options>): (raw: DisplayOptions) => Options {
  const known = new WeakMap<DisplayOptions, Options>();
  return (raw) => {
    const options = known.get(raw) ?? schema.parse(raw);
    known.set(raw, options);
    return options;
  };
}

/** A device or file that a display cannot share with another. */
export interface Claim {
  /** The keys that lead to the option that names it. */
  readonly option: readonly string[];
  /** The same for every spelling of the same thing. */
  readonly id: string;
  /** Its name in messages, such as `/dev/fb0`. */
  readonly name: string;
}

/** Fault of an option, before the display is opened. */
export interface OptionFault {
  /** The keys that lead to the option. */
  readonly option: readonly string[];
  /** `BUS_UNAVAILABLE` is hardware that is absent or in use now, which may change. */
  readonly code: Extract<FaultCode, "WRONG_VALUE" | "FILE_UNUSABLE" | "PROGRAM_UNUSABLE" | "BUS_UNAVAILABLE">;
  readonly message: string;
  /** Remedy, one sentence. */
  readonly hint: string;
}

/** Result of looking whether a display can work on this machine. */
export type Probe = { readonly ok: true } | ({ readonly ok: false } & OptionFault);

/** Nothing is in a display's way. */
export const WORKS: Probe = { ok: true };

/**
 * One kind of place where pictures go: all that the rest of the program knows of it. How the display itself behaves, from the
 * first picture to `close`, is the contract of {@link Display}.
 */
export interface DisplayRow {
  readonly kind: string;
  /** Its own options in the configuration. One named `path` is a file, relative to the configuration. */
  readonly options: z.ZodObject;
  /** Returns size and colours of its pictures. @throws WattframeError `BUS_UNAVAILABLE` when only absent hardware knows it */
  surface(options: DisplayOptions): Surface;
  /** Returns the least time from one picture to the next, milliseconds; absent for a kind that has none. */
  paceMs?(options: DisplayOptions): number;
  /** Returns the topics at the broker that it reads, beside the meter's values; absent for a kind that reads none. */
  topics?(options: DisplayOptions): readonly string[];
  /** Returns where its pictures go, for the log: a file, a device, a program. */
  destination(options: DisplayOptions): string;
  /** Returns the devices and files that it cannot share. */
  claims(options: DisplayOptions): readonly Claim[];
  /** Returns the options that contradict each other. */
  contradictions?(options: DisplayOptions): readonly OptionFault[];
  /**
   * Looks, as the present user, whether this machine has what the display needs and it is free. Changes neither the picture nor
   * the state of a device, so it may be called while the display is open. Never throws.
   */
  probe(options: DisplayOptions): Promise<Probe>;
  /** Returns the longest time that one picture may take, milliseconds; by default the one that hardware bounds by itself. */
  longestShowMs?(options: DisplayOptions): number;
  /** True for a kind that keeps something in the state folder, under the display's name. */
  readonly keepsState?: true;
  /** True where a picture that is under way has to be waited for when the process ends, however long it takes. */
  readonly mustFinish?: true;
  /** Opens it. Hardware and files are first touched with the first picture, so an open display harms no other. */
  open(options: DisplayOptions, environment: DisplayEnvironment): Display;
}

/** Facts and services of the kiosk that a display may use. */
export interface DisplayEnvironment {
  /** The display's name in the configuration. */
  readonly name: string;
  /** Folder for files that live as long as the process. */
  readonly runtimeFolder: string;
  /** Folder for what must outlive the process and the machine's restart. */
  readonly stateFolder: string;
  /** Returns the quiet hours of an instant, wall milliseconds, and the time of the daily full refresh before it. */
  readonly refreshTimes: (wallMs: number) => RefreshTimes;
  /** Returns the last message of one of its `topics`; undefined before the first. */
  readonly lastMessage?: (topic: string) => Message | undefined;
  readonly log: Log;
}

/** Returns the result of a look that throws where something is in the way. @param option the option that names what is looked at */
export async function probeOf(
  option: readonly string[],
  code: OptionFault["code"],
  look: () => Promise<void>,
): Promise<Probe> {
  try {
    await look();
    return WORKS;
  } catch (thrown) {
    if (!(thrown instanceof WattframeError)) throw thrown;
    return { ok: false, option, code, message: thrown.message.replace(/\.$/u, ""), hint: thrown.hint ?? "" };
  }
}
