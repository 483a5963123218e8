import type { Now } from "../meter/now.ts";
import type { Quantity } from "../meter/quantity.ts";
import { wallTimeOf } from "../meter/wall-time.ts";
import { heldUntilMonoMs } from "./freshness.ts";
import type { Latest } from "./latest.ts";
import type { MinuteRing } from "./minute-ring.ts";
import type { CounterPoint, PowerSample } from "./samples.ts";

const MINUTE_MS = 60_000;
/** How far around a span its counter is looked at first: a step of a whole kWh takes as long at 40 W. */
const AROUND_MS = 24 * 60 * MINUTE_MS;

const NOT_HELD: PowerSample = { atMs: Infinity, holdsMs: 0, powerW: 0 };

/** Where samples come from. */
export interface SampleSource {
  readonly minutes: MinuteRing;
  readonly latest: Latest;
}

/** Samples of one meter until now: the minutes that are over, and the last values for as long as they hold. */
export class KnownSamples {
  /** Nothing by minutes is known before this. */
  readonly fromMs: number;
  /** Now; nothing is known after it. */
  readonly untilMs: number;
  readonly #history: SampleSource;
  readonly #now: Now;
  readonly #last = new Map<Quantity, PowerSample>();

  /** @param now with its clock set */
  constructor(history: SampleSource, now: Now) {
    this.#history = history;
    this.#now = now;
    this.fromMs = now.wallMs - history.minutes.reachMs;
    this.untilMs = now.wallMs;
  }

  /** When a quantity was first heard of: from then on the meter has it. Infinity for never. */
  heardMs(quantity: Quantity): number {
    const { minutes, latest } = this.#history;
    const heardAt = latest.heardOf[quantity];
    const heardMs = heardAt && wallTimeOf(heardAt, this.#now);
    return Math.min(heardMs ?? Infinity, minutes.firstMs(quantity) ?? Infinity);
  }

  /** The mean of an instant value over a minute and how long it held in it; undefined where nothing is known. */
  minute(quantity: Quantity, startMs: number): PowerSample | undefined {
    const told = this.#history.minutes.minute(quantity, startMs);
    const last = this.#lastHeld(quantity, startMs, startMs + MINUTE_MS);
    if (!told || !last) return told ?? last;
    const holdsMs = told.holdsMs + last.holdsMs;
    const powerW = (told.powerW * told.holdsMs + last.powerW * last.holdsMs) / holdsMs;
    return { atMs: Math.min(told.atMs, last.atMs), holdsMs, powerW };
  }

  /** A counter's points between two instants, and around them at least as far as the points nearest to them. */
  points(quantity: Quantity, fromMs: number, toMs: number): readonly CounterPoint[] {
    const { minutes } = this.#history;
    const [firstMs, lastMs] = [fromMs - AROUND_MS, Math.min(toMs + AROUND_MS, this.untilMs)];
    const points = minutes.points(quantity, firstMs, lastMs);
    const isBegun = (points[0]?.atMs ?? Infinity) <= fromMs;
    const isEnded = lastMs === this.untilMs || (points.at(-1)?.atMs ?? -Infinity) >= toMs;
    const before = isBegun ? undefined : minutes.points(quantity, -Infinity, firstMs).at(-1);
    const after = isEnded ? undefined : minutes.points(quantity, lastMs, this.untilMs)[0];
    return [...(before ? [before] : []), ...points, ...(after ? [after] : [])];
  }

  /** What of a span the last value has held, which nothing has ended yet. */
  #lastHeld(quantity: Quantity, fromMs: number, toMs: number): PowerSample | undefined {
    let last = this.#last.get(quantity);
    if (last === undefined) {
      last = this.#heldSince(quantity);
      this.#last.set(quantity, last);
    }
    const startMs = Math.max(fromMs, last.atMs);
    const endMs = Math.min(toMs, last.atMs + last.holdsMs);
    return endMs > startMs ? { atMs: startMs, holdsMs: endMs - startMs, powerW: last.powerW } : undefined;
  }

  #heldSince(quantity: Quantity): PowerSample {
    const { latest } = this.#history;
    const known = latest.known[quantity];
    if (!known || known.retained || known.withdrawn) return NOT_HELD;
    const atMs = wallTimeOf(known.at, this.#now) ?? Infinity;
    const holdsMs = heldUntilMonoMs(latest, known, this.#now.monoMs) - known.at.monoMs;
    return { atMs, holdsMs, powerW: known.value };
  }
}
