import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { BASE_UNITS, type Unit } from "../unit.ts";
import type { Axdr } from "./axdr.ts";
import { scaledNumber } from "./decimal.ts";
import { meterClockOf } from "./meter-clock.ts";
import { electricityCode } from "./telegram.ts";

/** A logical name: OBIS groups A to F. */
export interface LogicalName {
  /** `A-B:C.D.E`; group F has no meaning here and is left out, as in ASCII telegrams. */
  readonly code: string;
  /** The quantity's row; absent when the table has none. */
  readonly row: { readonly key: Quantity; readonly unit: Unit } | undefined;
}

/** The clock of the meter, 0-0:1.0.0, or 0-1:1.0.0 with Kamstrup. */
export const CLOCK_CODES: ReadonlySet<string> = new Set(["0-0:1.0.0", "0-1:1.0.0"]);

/** A datum as a logical name; absent when it is not six octets. */
export function logicalName(datum: Axdr | undefined): LogicalName | undefined {
  if (datum?.kind !== "octets" || datum.bytes.length !== 6) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = datum.bytes;
  const row = QUANTITY_BY_OBIS.get(electricityCode(a, c, d, e) ?? "");
  return { code: `${a}-${b}:${c}.${d}.${e}`, row };
}

/**
 * A value in the base unit by the frame's own scaler and unit, `structure { int8 scaler, enum unit }`;
 * absent when the unit is not the one of the quantity.
 */
export function scaledBy(scaling: Axdr | undefined, value: Axdr | undefined, unit: Unit): number | undefined {
  if (scaling?.kind !== "list" || value?.kind !== "integer") return undefined;
  const [scaler, code] = scaling.items;
  if (scaler?.kind !== "integer" || code?.kind !== "enum" || code.value !== BASE_UNITS[unit].cosem) return undefined;
  const scaled = scaledNumber(value.value, Number(scaler.value));
  return Number.isFinite(scaled) ? scaled : undefined;
}

/**
 * The local time of a COSEM date-time of twelve octets: year (2, high byte first), month, day, weekday, hour, minute, second,
 * then hundredths, deviation and status, which are not used. Absent when a part is "not specified" or there is no such time.
 * @source IEC 62056-6-2 clause 4.1.6.1
 */
export function cosemClock(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 12) return undefined;
  const [high = 0, low = 0, month = 0, day = 0, , hour = 0, minute = 0, second = 0] = bytes;
  return meterClockOf(high * 256 + low, month, day, hour, minute, second);
}

/** A datum's octets as ASCII text; absent when it is not a text. */
export function asciiOf(datum: Axdr | undefined): string | undefined {
  return datum?.kind === "octets" ? String.fromCharCode(...datum.bytes) : undefined;
}
