import { PrefixFinder } from "../intake/prefix-finder.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { KioskMeter } from "./kiosk-meter.ts";

/** What a watch needs of its kiosk. */
export interface PrefixWatchParts {
  readonly meters: () => readonly KioskMeter[];
  /** Hears what is published on any topic, for so long. */
  readonly glance: (forMs: number, hear: (message: Message) => void) => Promise<void>;
  readonly monoMs: () => number;
  readonly log: Log;
}

/** So long after the connection other topics are looked at, for so long; then it is said: after a minute. */
const LOOK_AFTER_MS = 45_000;
const LOOK_MS = 15_000;
const AGAIN_MS = 24 * 60 * 60_000;
const MAX_NAMED = 5;

/**
 * Watches for meters of which nothing was ever heard: a minute after the connection it is logged which prefixes do carry a
 * meter's values, and again a day later if that is still so.
 */
export class PrefixWatch {
  readonly #parts: PrefixWatchParts;
  /** When it was logged of which prefix, monotonic. */
  readonly #logged = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: PrefixWatchParts) {
    this.#parts = parts;
  }

  /** Begins to watch: the broker is there, and what is subscribed to should come. */
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
    this.#after(LOOK_MS, () => this.#say(finder));
  }

  #say({ found, firstLevels }: PrefixFinder): void {
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
        ({ config, session }) => session.topics.isEmpty && (this.#logged.get(config.prefix) ?? sinceMs) <= sinceMs,
      );
  }
}

/** What is logged of a meter of which nothing came. */
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
