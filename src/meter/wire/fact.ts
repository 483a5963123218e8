import { isPersonalCode } from "../identifier.ts";
import { obisCodeOf, QUANTITIES, QUANTITY, QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { subMeterRow } from "../sub-meter.ts";
import type { Unit } from "../unit.ts";
import type { DecodedValues } from "./decoded.ts";

/** One value of one message, whatever the time: the part of a row of the values page that is computed once per message. */
export interface Fact {
  /** Place in the payload; empty where the payload is the value. Not yet printable. */
  readonly path: string;
  /** A number as a plain decimal, in its base unit where the quantity is known; or a text, not yet printable. */
  readonly value: string;
  readonly isNumber: boolean;
  readonly quantity?: Quantity;
  readonly unit?: Unit;
  /** OBIS groups C.D.E of the quantity, or the whole code that came. */
  readonly obis?: string;
  /** Key under which the configuration's mapping would name a number that nothing knows. */
  readonly mappingKey?: string;
  /** Present on a value of a telegram whose checksum does not fit. */
  readonly check?: "wrong";
}

/** Shown instead of an identifier. */
export const HIDDEN = "(identifier, not shown)";

const ELECTRICITY = /^1-\d{1,3}:(\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/** Row of the quantity that a whole OBIS code, `1-0:1.7.0`, names on any channel of electricity. */
export function quantityOfCode(code: string): ReturnType<typeof QUANTITY_BY_OBIS.get> {
  return QUANTITY_BY_OBIS.get(ELECTRICITY.exec(code)?.[1] ?? "");
}

/** Fact of a known quantity, in its base unit. */
export function quantityFact(path: string, quantity: Quantity, value: number): Fact {
  const row = QUANTITY.get(quantity);
  const known = row && { unit: row.unit, obis: subMeterRow(quantity) ? obisCodeOf(row) : row.obis };
  return { path, value: String(value), isNumber: true, quantity, ...known };
}

/** Fact of a known quantity whose value cannot be read: the text that came in its place. */
export function unreadFact(path: string, quantity: Quantity, text: string): Fact {
  const obis = QUANTITY.get(quantity)?.obis;
  return { path, value: text, isNumber: false, quantity, ...(obis && { obis }) };
}

/** Facts of a whole telegram: its quantities, the meter's clock, and objects that are not read, without their values. */
export function telegramFacts({ values, meterClock, unknown = [], check }: DecodedValues): readonly Fact[] {
  const known = QUANTITIES.flatMap((row) => {
    const value = values[row.key];
    if (value === undefined) return [];
    return [{ ...quantityFact(`obis ${obisCodeOf(row)}`, row.key, value), ...(check && { check }) }];
  });
  const clock = meterClock === undefined ? [] : [{ path: "clock", value: meterClock, isNumber: false }];
  return [...known, ...clock, ...unknown.map((code) => objectFact(code, values))];
}

/** An object that gave no value; of a quantity that no other object gave, it is that quantity's. */
function objectFact(code: string, values: DecodedValues["values"]): Fact {
  const quantity = quantityOfCode(code)?.key;
  if (quantity !== undefined && values[quantity] === undefined)
    return unreadFact(`obis ${code}`, quantity, "(not read)");
  const value = isPersonalCode(code) ? HIDDEN : "(not read)";
  return { path: `object ${code}`, value, isNumber: false, ...(/^\d+-\d+:/.test(code) && { obis: code }) };
}
