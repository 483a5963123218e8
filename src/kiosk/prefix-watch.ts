import { PrefixFinder } from "../intake/prefix-finder.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { KioskMeter } from "./kiosk-meter.ts";

/** Parts that a watch needs of its kiosk. */
export interface PrefixWatchParts {
  readonly meters: () => readonly KioskMeter[];
  /** Passes on what is published on any topic, for so long. */
  readonly glance: (forMs: number, hear: (message: Message) => void) => Promise<void>;
  readonly monoMs: () => number;
  readonly log: Log;
}

/** Time after the connection at which other topics are looked at, and for how long; together a minute. */
const LOOK_AFTER_MS = 45_000;
const LOOK_MS = 15_000;
const AGAIN_MS = 24 * 60 * 60_000;
const MAX_NAMED = 5;

/**
 * Watches for meters that never sent anything: a minute after the connection it logs which prefixes do carry a meter's
 * values, and again a day later if nothing has changed.
 */
export class PrefixWatch {
  readonly #parts: PrefixWatchParts;
  /** Time of the last record for each prefix, on the monotonic clock. */
  readonly #logged = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: PrefixWatchParts) {
    this.#parts = parts;
  }

  /** Begins to watch, when the broker is connected. */
  start(): void {
    this.#after(LOOK_AFTER_MS, () => this.#look());
  }

  /** Ends the watch. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #after(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #look(): void {
    if (this.#due().length === 0) {
      this.#after(AGAIN_MS, () => this.#look());
      return;
    }
    const finder = new PrefixFinder();
    this.#parts.glance(LOOK_MS, (message) => finder.take(message)).catch(() => {}); // then nothing was found
    this.#after(LOOK_MS, () => this.#report(finder));
  }

  #report({ found, firstLevels }: PrefixFinder): void {
    const known = new Set(this.#parts.meters().map(({ config }) => config.prefix));
    const others = found.map(({ prefix }) => prefix).filter((prefix) => !known.has(prefix));
    for (const { config } of this.#due()) {
      this.#logged.set(config.prefix, this.#parts.monoMs());
      const { message, ...facts } = finding(config, others.slice(0, MAX_NAMED), firstLevels);
      this.#parts.log.warn({ meter: config.name, prefix: config.prefix, ...facts }, message);
    }
    this.#after(AGAIN_MS, () => this.#look());
  }

  /** Meters of which nothing came, and nothing was logged within a day. */
  #due(): readonly KioskMeter[] {
    const sinceMs = this.#parts.monoMs() - AGAIN_MS;
    return this.#parts
      .meters()
      .filter(
        ({ config, session }) =>
          config.source === undefined &&
          config.discover === undefined &&
          session.topics.isEmpty &&
          (this.#logged.get(config.prefix) ?? sinceMs) <= sinceMs,
      );
  }
}

/** Returns the record for a meter that has sent nothing. */
function finding(
  { name, prefix }: KioskMeter["config"],
  found: readonly string[],
  firstLevels: readonly string[],
): { readonly message: string; readonly hint: string; readonly found?: readonly string[] } {
  const nothing = `nothing came under ${prefix}/ yet`;
  if (found.length > 0) {
    const hint = `Set prefix of the meter ${name} to ${found.length === 1 ? found[0] : "one of them"}.`;
    return {
      message: `${nothing}; a meter's values come under ${found.map((one) => `${one}/`).join(", ")}`,
      hint,
      found,
    };
  }
  if (firstLevels.length === 0) return { message: nothing, hint: "Does the reader run, and publish to this broker?" };
  const hint = `Does the reader run, and is ${prefix} the first part of its topics?`;
  return { message: `${nothing}; the topics that do come begin with ${firstLevels.join(", ")}`, hint };
}
