import { identityIn } from "../meter-identity.ts";
import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { type Unit, unitSpelt } from "../unit.ts";
import { scaledDecimal } from "./decimal.ts";
import { meterClockOf } from "./meter-clock.ts";
import { electricityCode, type TelegramContent } from "./telegram.ts";

const OBJECT = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[.*]\d{1,3})?(?=\()/;
const GROUP = /\(([^()]*)\)/g;
const CLOCK = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)[A-Za-z]?$/;
const CLOCK_CODE = "0-0:1.0.0";
const MAX_NAME = 24;

/**
 * Content of the lines of an ASCII telegram, in any order. A value counts when its unit, however it is spelt, is the one of
 * its quantity; the first of several wins. Lines that give no value are reported by their code.
 * @param text the bytes from `/` to `!`, as one character each
 * @source DSMR 5.0.2 sections 6.4 and 6.12; Swedish Branschrekommendation v2.0
 */
export function readP1Objects(text: string): TelegramContent {
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, string> = {};
  let meterClock: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/).slice(1)) {
    if (line === "" || line === "!" || line.startsWith("(")) continue; // "(…)" continues the object before it
    const [, a = "", b = "", c = "", d = "", e = ""] = OBJECT.exec(line) ?? [];
    const code = a === "" ? nameOf(line) : `${Number(a)}-${Number(b)}:${Number(c)}.${Number(d)}.${Number(e)}`;
    const groups = [...line.matchAll(GROUP)].map(([, group = ""]) => group.trim());
    const row = QUANTITY_BY_OBIS.get(electricityCode(Number(a), Number(c), Number(d), Number(e)) ?? "");
    const value = row && values[row.key] === undefined ? amountOf(groups, row.unit) : undefined;
    if (row && value !== undefined) values[row.key] = value;
    else if (code === CLOCK_CODE && meterClock === undefined) meterClock = p1Clock(groups[0] ?? "");
    else unknown.push(code);
    Object.assign(identity, identityIn(code, groups[0]));
  }
  return { values, identity, unknown, ...(meterClock !== undefined && { meterClock }) };
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
