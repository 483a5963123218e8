import { WattframeError } from "../../errors.ts";
import type { AnnouncedUnit } from "../announced-unit.ts";
import type { AssumedUnit, AssumedUnits } from "../assumed-unit.ts";
import { QUANTITY, type Quantity, type Values } from "../quantity.ts";
import { type ScaledUnit, UNITS } from "../unit.ts";
import { decimalIn } from "./decimal.ts";
import type { DecodedValues } from "./decoded.ts";
import { splitNetPower } from "./net-power.ts";
import { excerpt } from "./payload.ts";
import type { WireMapping, WireOptions } from "./wire-format.ts";

/**
 * Words for "no value", in small letters: printf of NaN, `publish_nan_as_none`, and the states of Home Assistant, which
 * republishes sensors with them.
 */
const NONE: ReadonlySet<string> = new Set(["", "nan", "-nan", "none", "null", "unavailable", "unknown"]);

/** Meaning of a plain number on one topic. */
export interface Meaning {
  readonly quantity: Quantity;
  /** The unit in which it is published. */
  readonly unit: ScaledUnit;
  readonly signed?: boolean | undefined;
}

/** The configuration's mapping under any of these names, the first before the others. */
export function mappingOf(names: readonly string[], { mapping }: WireOptions): WireMapping | undefined {
  if (mapping === undefined) return undefined;
  const name = names.find((key) => Object.hasOwn(mapping, key));
  return name === undefined ? undefined : mapping[name];
}

/** Meaning by the configuration. */
export function mappedMeaning({ quantity, unit, signed }: WireMapping): Meaning {
  return { quantity, signed, unit: UNITS[unit] };
}

/**
 * Meaning of a known quantity in the unit that its reader announces.
 * @throws WattframeError `WIRE_UNIT` when that is no unit of the quantity
 */
export function announcedMeaning(topic: string, quantity: Quantity, { text, unit }: AnnouncedUnit): Meaning {
  const base = QUANTITY.get(quantity)?.unit;
  if (unit !== undefined && unit.base === base) return { quantity, unit };
  throw new WattframeError("WIRE_UNIT", `${topic}: the reader announces it in ${excerpt(text)}, not in ${base}`, {
    hint: `If it is ${quantity} all the same, say so with its unit in the meter's mapping.`,
  });
}

/** Quantities of a mapped topic: two where the number is signed. */
export function mappedQuantities({ quantity, signed }: WireMapping): readonly Quantity[] {
  return Object.keys(valuesOf(quantity, 0, signed)) as Quantity[];
}

/**
 * Values of one plain decimal, not of a whole telegram.
 * @param unit the unit where it is only assumed from the topic's name, and that name
 * @throws WattframeError `WIRE_NUMBER` when the text is neither a number nor a word for "none"
 */
export function readNumber(
  topic: string,
  text: string,
  { quantity, unit, signed }: Meaning,
  assumed?: Omit<AssumedUnit, "topic" | "text">,
): DecodedValues {
  if (NONE.has(text.toLowerCase())) {
    const none = Object.keys(valuesOf(quantity, 0, signed)) as Quantity[];
    return { kind: "values", values: {}, whole: false, none };
  }
  const value = decimalIn(unit, text);
  if (value === undefined) {
    throw new WattframeError("WIRE_NUMBER", `${topic}: ${excerpt(text)} is not a decimal number`, {
      hint: "Publish plain decimals such as 1.234, without unit or exponent.",
    });
  }
  const values = valuesOf(quantity, value, signed);
  const units = assumed && assumedUnits(values, { topic, ...assumed, text });
  return { kind: "values", values, whole: false, ...(units && { assumed: units }) };
}

/** The unit of each of the values that one number gives. */
export function assumedUnits(values: Values, unit: AssumedUnit): AssumedUnits {
  return Object.fromEntries(Object.keys(values).map((quantity) => [quantity, unit]));
}

/** Values of one number; two where it is signed net power. */
export function valuesOf(quantity: Quantity, value: number, signed = false): Values {
  return signed ? splitNetPower(quantity, value) : { [quantity]: value };
}
