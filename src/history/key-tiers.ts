import { localDayOf, startOfDayNumber } from "../meter/local-time.ts";
import type { RowKind, Timed } from "./rows.ts";
import { Tier, type TierShape } from "./tier.ts";

const MINUTE_MS = 60_000;
const HALF_DAY_MS = 12 * 60 * MINUTE_MS;
/** The step of the middle tier: every zone's offset, and every tariff's interval, is a multiple of it. */
export const QUARTER_MS = 15 * MINUTE_MS;

/** Minutes of eight days and the running one. */
export const MINUTES: TierShape = { ...evenSteps(MINUTE_MS), slotsPerBlock: 24 * 60, maxBlocks: 9 };
const QUARTER_BLOCK_DAYS = 8;
/** Quarters, in blocks of eight days. */
export const QUARTERS = { ...evenSteps(QUARTER_MS), slotsPerBlock: QUARTER_BLOCK_DAYS * 96 };
/** Days for which quarters are kept, by whether that is long: two months or fourteen. */
export const QUARTER_DAYS = { short: 62, long: 427 };
/** Local days of at least twenty years. */
const DAYS = {
  usualMs: 24 * 60 * MINUTE_MS,
  slotsPerBlock: 512,
  maxBlocks: 16,
};

/** For how long the quarters of a key are kept. */
export type QuartersKept = keyof typeof QUARTER_DAYS;

/** The names of the tiers, the finest first. */
export const TIERS = ["minute", "quarter", "day"] as const;

/** The name of a tier. */
export type TierName = (typeof TIERS)[number];

function evenSteps(stepMs: number): Omit<TierShape, "slotsPerBlock" | "maxBlocks"> {
  return {
    slotOf: (ms) => Math.floor(ms / stepMs),
    startOf: (slot) => slot * stepMs,
    usualMs: stepMs,
  };
}

/** The shape of the days of a time zone. */
export function daysOf(timeZone: string): TierShape {
  return {
    ...DAYS,
    slotOf: (ms) => localDayOf(ms, timeZone),
    startOf: (day) => startOfDayNumber(day, timeZone),
  };
}

/** Blocks of quarters: those of the days for which they are kept, and the running one. */
function quarterBlocks(kept: QuartersKept): number {
  return Math.ceil(QUARTER_DAYS[kept] / QUARTER_BLOCK_DAYS) + 1;
}

/** What differs between the tiers of keys and of time zones. */
interface KeyShapes {
  readonly days: TierShape;
  readonly quartersKept: QuartersKept;
}

/** How much of what was read of a key still holds: what was before `settledMs`, while the revision is the same. */
export interface Standing {
  readonly revision: number;
  /** Milliseconds since 1970; -Infinity before the first minute. */
  readonly settledMs: number;
}

/** All that is kept of one key: what is written goes into minutes; quarters and days are made from them. */
export class KeyTiers<Row extends Timed> {
  readonly minute: Tier<Row>;
  readonly quarter: Tier<Row>;
  #day: Tier<Row>;
  #firstMs: number | undefined;
  readonly #kind: RowKind<Row>;
  /** Quarters with a minute that changed since they were last computed. */
  #stale = new Set<number>();
  /** Changes beside those of minutes. */
  #otherChanges = 0;

  constructor(kind: RowKind<Row>, shapes: KeyShapes, from?: KeyTiers<Row>) {
    this.#kind = kind;
    this.minute = from?.minute.copy() ?? new Tier(MINUTES, kind);
    this.quarter =
      from?.quarter.copy() ?? new Tier({ ...QUARTERS, maxBlocks: quarterBlocks(shapes.quartersKept) }, kind);
    this.#day = from?.day.copy() ?? new Tier(shapes.days, kind);
    this.#firstMs = from?.firstMs;
    if (from) this.#stale = new Set(from.#stale);
  }

  /** A copy in memory of its own. */
  copy(): KeyTiers<Row> {
    return new KeyTiers(this.#kind, { days: this.day.shape, quartersKept: "short" }, this);
  }

  get day(): Tier<Row> {
    return this.#day;
  }

  /** When the key was first known; undefined while it never was. */
  get firstMs(): number | undefined {
    return this.#firstMs;
  }

  /** What was read of it, and how much of that still holds. */
  get standing(): Standing {
    const rewrites = TIERS.reduce((sum, tier) => sum + this[tier].rewrites, this.#otherChanges);
    return { revision: rewrites, settledMs: this.minute.lastChangedMs };
  }

  /** Notes that the key was known at an instant. */
  knownAt(ms: number): void {
    this.#firstMs = Math.min(ms, this.#firstMs ?? ms);
  }

  /** Changes a minute; without a row it is emptied. */
  change(minute: number, row: Row | undefined, nowMs: number): void {
    if (row === undefined) this.minute.delete(minute);
    else this.minute.set(minute, row, nowMs);
    this.#stale.add(QUARTERS.slotOf(minute * MINUTE_MS));
  }

  /** Adds rows of quarters; those of days before an instant enter their day alone. */
  fill(rows: Iterable<Row>, quartersFromMs: number, nowMs: number): void {
    this.#otherChanges += 1;
    const older = new Map<number, Row[]>();
    const days = new Set<number>();
    for (const row of rows) {
      this.knownAt(row.atMs);
      const day = this.#day.shape.slotOf(row.atMs);
      if (row.atMs >= quartersFromMs) {
        this.quarter.set(QUARTERS.slotOf(row.atMs), row, nowMs);
        days.add(day);
      } else {
        older.set(day, [...(older.get(day) ?? []), row]);
      }
    }
    for (const day of days) this.#makeDay(day, nowMs);
    for (const [day, added] of older) {
      const before = this.#day.get(day);
      this.#make(this.#day, day, before ? [before, ...added] : added, nowMs);
    }
  }

  /** Forgets everything from an instant on, by whole minutes. */
  forget(fromMs: number, nowMs: number): void {
    for (const tier of TIERS) {
      for (const [slot] of this[tier].rows(fromMs, Infinity)) this[tier].delete(slot);
    }
    this.#stale.add(QUARTERS.slotOf(fromMs));
    this.refresh(nowMs);
    if ((this.#firstMs ?? 0) >= fromMs) this.#firstMs = undefined;
  }

  /**
   * Keeps days of another shape from now on. They are made of the quarters; a day of which quarters are no longer kept
   * becomes the one that its middle lies in.
   */
  changeDays(days: TierShape, nowMs: number): void {
    this.refresh(nowMs);
    const before = this.#day;
    this.#day = new Tier(days, this.#kind, before.isTracked);
    this.#otherChanges += 1;
    const quarters = [...this.quarter.rows(-Infinity, Infinity)].map(([slot]) => QUARTERS.startOf(slot));
    const quartersFromMs = quarters[0] ?? Infinity;
    for (const [slot, row] of before.rows(-Infinity, Infinity))
      if (row.atMs < quartersFromMs) this.#day.set(days.slotOf(before.shape.startOf(slot) + HALF_DAY_MS), row, nowMs);
    for (const day of new Set(quarters.map(days.slotOf)))
      if (days.startOf(day) >= quartersFromMs || this.#day.get(day) === undefined) this.#makeDay(day, nowMs);
  }

  /** Recomputes the quarters and days whose minutes changed. */
  refresh(nowMs: number): void {
    if (this.#stale.size === 0) return;
    const days = new Set<number>();
    for (const quarter of this.#stale) {
      const startMs = QUARTERS.startOf(quarter);
      this.#make(this.quarter, quarter, rowsIn(this.minute, startMs, startMs + QUARTER_MS), nowMs);
      days.add(this.day.shape.slotOf(startMs));
    }
    this.#stale.clear();
    for (const day of days) this.#makeDay(day, nowMs);
  }

  #makeDay(day: number, nowMs: number): void {
    const { startOf } = this.#day.shape;
    this.#make(this.#day, day, rowsIn(this.quarter, startOf(day), startOf(day + 1)), nowMs);
  }

  #make(tier: Tier<Row>, slot: number, rows: Iterable<Row>, nowMs: number): void {
    const row = this.#kind.join(rows);
    if (row !== undefined) tier.set(slot, row, nowMs);
    else if (tier.get(slot) !== undefined) tier.delete(slot);
  }
}

function* rowsIn<Row extends Timed>(tier: Tier<Row>, fromMs: number, toMs: number): Generator<Row> {
  for (const [, row] of tier.rows(fromMs, toMs)) yield row;
}
