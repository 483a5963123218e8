import { identityIn } from "../meter-identity.ts";
import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { type Unit, unitSpelt } from "../unit.ts";
import { scaledDecimal } from "./decimal.ts";
import { meterClockOf, type Stamp } from "./meter-clock.ts";
import { groupsOf, SubMeterObjects, stampOf, withSubMeters } from "./sub-meter-objects.ts";
import { electricityCode, type TelegramContent } from "./telegram.ts";

const OBJECT = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[.*]\d{1,3})?(?=\()/;
const CLOCK = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)[A-Za-z]?$/;
const CLOCK_CODE = "0-0:1.0.0";
const MAX_NAME = 24;

/**
 * Content of the lines of an ASCII telegram, in any order. A value counts when its unit, however it is spelt, is the one of
 * its quantity; the first of several wins. Lines that give no value are reported by their code.
 * @param text the bytes from `/` to `!`, as one character each
 * @param timeZone of the meter, for times of sub-meters in a telegram without its own
 * @source DSMR 5.0.2 sections 6.4 and 6.12; Swedish Branschrekommendation v2.0
 */
export function readP1Objects(text: string, timeZone?: string): TelegramContent {
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, number> = {};
  const subMeters = new SubMeterObjects();
  let meterClock: string | undefined;
  let sentAt: Stamp | undefined;
  for (const [line = "", ...more] of objectsOf(text)) {
    const [, a = "", b = "", c = "", d = "", e = ""] = OBJECT.exec(line) ?? [];
    const code = a === "" ? nameOf(line) : `${Number(a)}-${Number(b)}:${Number(c)}.${Number(d)}.${Number(e)}`;
    const groups = groupsOf(line);
    const row = QUANTITY_BY_OBIS.get(electricityCode(Number(a), Number(c), Number(d), Number(e)) ?? "");
    const value = row && values[row.key] === undefined ? amountOf(groups, row.unit) : undefined;
    if (row && value !== undefined) values[row.key] = value;
    else if (code === CLOCK_CODE && meterClock === undefined) {
      meterClock = p1Clock(groups[0] ?? "");
      sentAt = stampOf(groups[0] ?? "");
    } else unknown.push(code);
    subMeters.take(code, [...groups, ...more.flatMap(groupsOf)]);
    Object.assign(identity, identityIn(code, groups[0]));
  }
  const content = { values, identity, unknown, ...(meterClock !== undefined && { meterClock }) };
  return withSubMeters(content, subMeters.read(sentAt, timeZone));
}

/** The line of each object, with the lines that continue it, `(…)`. */
function objectsOf(text: string): readonly (readonly string[])[] {
  const objects: string[][] = [];
  for (const line of text.split(/\r\n|\r|\n/).slice(1)) {
    if (line === "" || line === "!") continue;
    if (line.startsWith("(")) objects.at(-1)?.push(line);
    else objects.push([line]);
  }
  return objects;
}

/** The one value in the quantity's unit among the groups of a line; absent when there is none, or more than one. */
function amountOf(groups: readonly string[], unit: Unit): number | undefined {
  const fitting = groups.flatMap((group) => {
    const [number = "", name = ""] = group.split("*");
    const known = unitSpelt(name.trim());
    const value = known?.base === unit ? scaledDecimal(number.trim(), known.exponent) : undefined;
    return value === undefined ? [] : [value];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function p1Clock(text: string): string | undefined {
  const parts = CLOCK.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return meterClockOf(2000 + year, month, day, hour, minute, second);
}

/** Text before the value on a line that has no OBIS code; never the value, which may be personal. */
function nameOf(line: string): string {
  return (line.split("(")[0] ?? "").slice(0, MAX_NAME).replaceAll(/[^\x20-\x7e]/g, "?");
}
