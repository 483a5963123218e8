import { epochOfLocal } from "../local-time.ts";
import type { Quantity } from "../quantity.ts";
import { mediumOfType, subMeterQuantity } from "../sub-meter.ts";
import { type ScaledUnit, unitSpelt } from "../unit.ts";
import { decimalIn, numberIn } from "./decimal.ts";
import { meterClockOf, type Stamp } from "./meter-clock.ts";
import type { TelegramContent } from "./telegram.ts";

/** Values of sub-meters, and how long before the telegram they were read. */
export interface SubMeterValues {
  readonly values: { readonly [Q in Quantity]?: number };
  /** Milliseconds; absent for values whose time cannot be compared with the telegram's. */
  readonly ageMsOf: { readonly [Q in Quantity]?: number };
  /** When they were read, milliseconds since 1970, where the telegram has no time and the time zone is known. */
  readonly atMsOf: { readonly [Q in Quantity]?: number };
  /** Codes of the objects that gave them. */
  readonly codes: ReadonlySet<string>;
}

/** Place of an object of a sub-meter: its code and what the groups of it mean. */
interface Place {
  readonly code: string;
  readonly channel: number;
  /** Group D. */
  readonly kind: string;
  /** Group E. */
  readonly instance: number;
}

/** An object of a sub-meter that carries a number. */
interface Register extends Omit<Place, "kind"> {
  /** Undefined where its unit is none of the known ones. */
  readonly unit: ScaledUnit | undefined;
  /** In the base unit; undefined where it is no number. */
  readonly value: number | undefined;
  readonly stamp: Stamp | undefined;
}

const GROUP = /\(([^()]*)\)/g;
const STAMP = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([A-Za-z]?)$/;
const CODE = /^0-([1-4]):24\.(\d{1,3})\.(\d{1,3})$/;
const [TYPE, VALUE, VALUE_OF_OLD] = ["1", "2", "3"];
const HOUR_MS = 3_600_000;
/** A reading further ahead of the telegram's clock has no time: its clock was never set. */
const AHEAD_MS = HOUR_MS;

/** The time that a text `YYMMDDhhmmss` is, with its `S` or `W`; undefined when there is no such time. */
export function stampOf(text: string): Stamp | undefined {
  const parts = STAMP.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const clock = meterClockOf(2000 + year, month, day, hour, minute, second);
  const flag = parts[7]?.toUpperCase();
  const isSummer = flag === "S" ? { isSummer: true } : flag === "W" ? { isSummer: false } : {};
  return clock === undefined ? undefined : { localMs: Date.parse(`${clock}Z`), ...isSummer };
}

/** The texts between parentheses, without blanks around them. */
export function groupsOf(line: string): string[] {
  return [...line.matchAll(GROUP)].map(([, group = ""]) => group.trim());
}

/** Objects of sub-meters in one telegram: the kind of meter of each channel, and what it has read. */
export class SubMeterObjects {
  readonly #types = new Map<number, string>();
  readonly #registers: Register[] = [];

  /**
   * Takes an object of an ASCII telegram.
   * @param groups texts between parentheses, with those of a line that continues it
   */
  take(code: string, groups: readonly string[]): void {
    const object = placeIn(code);
    if (object === undefined) return;
    const first = groups[0] ?? "";
    if (object.kind === TYPE) this.#types.set(object.channel, first);
    const [number = "", unit = ""] = (groups.at(-1) ?? "").split("*").map((text) => text.trim());
    if (object.kind === VALUE) this.#addText(object, number, unit, first);
    // (time)(status)(minutes)(count)(code)(unit)(number), the form of DSMR before version 4.
    const own = groups.length >= 7 ? groups.slice(-2) : [];
    if (object.kind === VALUE_OF_OLD && own.length === 2)
      this.#addText({ ...object, instance: 1 }, own[1] ?? "", own[0] ?? "", first);
  }

  /** Adds an object of a binary telegram that is a number. */
  add(code: string, number: number | bigint, unit: ScaledUnit | undefined, stamp: Stamp | undefined): void {
    const object = placeIn(code);
    if (object?.kind === TYPE) this.#types.set(object.channel, String(number));
    if (object?.kind !== VALUE) return;
    this.#registers.push({ ...object, unit, value: unit && numberIn(unit, number), stamp });
  }

  #addText(object: Place, number: string, unit: string, time: string): void {
    const spelt = unitSpelt(unit);
    this.#registers.push({ ...object, unit: spelt, value: spelt && decimalIn(spelt, number), stamp: stampOf(time) });
  }

  /** The values whose medium and unit are certain; the first of several of one quantity. @param clock the telegram's own time */
  read(clock: Stamp | undefined, timeZone?: string): SubMeterValues {
    const values: { [Q in Quantity]?: number } = {};
    const ageMsOf: { [Q in Quantity]?: number } = {};
    const atMsOf: { [Q in Quantity]?: number } = {};
    const codes = new Set<string>();
    for (const { code, channel, instance, unit, value, stamp } of this.#registers) {
      const medium = mediumOfType(this.#types.get(channel) ?? "");
      const row = medium && subMeterQuantity(medium, channel, instance);
      const ageMs = stamp && clock && ageOf(stamp, clock);
      if (row === undefined || unit?.base !== row.unit || value === undefined || values[row.key] !== undefined)
        continue;
      if (ageMs !== undefined && ageMs < -AHEAD_MS) continue;
      values[row.key] = value;
      codes.add(code);
      if (ageMs !== undefined) ageMsOf[row.key] = Math.max(0, ageMs);
      else if (stamp && timeZone !== undefined) atMsOf[row.key] = instantOf(stamp, timeZone);
    }
    return { values, ageMsOf, atMsOf, codes };
  }
}

/** Content with what its sub-meters say. */
export function withSubMeters(
  content: TelegramContent,
  { values, ageMsOf, atMsOf, codes }: SubMeterValues,
): TelegramContent {
  if (codes.size === 0) return content;
  return {
    ...content,
    values: { ...content.values, ...values },
    unknown: content.unknown.filter((code) => !codes.has(code)),
    ...(Object.keys(ageMsOf).length > 0 && { ageMsOf }),
    ...(Object.keys(atMsOf).length > 0 && { atMsOf }),
  };
}

/** The place that a code names; undefined for an object that is none of a sub-meter. */
function placeIn(code: string): Place | undefined {
  const [, channel, kind = "", instance] = CODE.exec(code) ?? [];
  return channel === undefined ? undefined : { code, channel: Number(channel), kind, instance: Number(instance) };
}

/** The instant of a local time. */
export function instantOf({ localMs }: Stamp, timeZone: string): number {
  return epochOfLocal(new Date(localMs).toISOString().slice(0, 19), timeZone);
}

/** Time from one to the other, milliseconds; an hour of summer time counts where both say which they are. */
function ageOf(stamp: Stamp, clock: Stamp): number {
  const isFlagged = stamp.isSummer !== undefined && clock.isSummer !== undefined;
  const utc = ({ localMs, isSummer }: Stamp) => localMs - (isFlagged && isSummer ? HOUR_MS : 0);
  return utc(clock) - utc(stamp);
}
