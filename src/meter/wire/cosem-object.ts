import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { BASE_UNITS, type ScaledUnit, UNITS, type Unit } from "../unit.ts";
import type { Axdr } from "./axdr.ts";
import { numberIn } from "./decimal.ts";
import { meterClockOf, type Stamp } from "./meter-clock.ts";
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

const DATE_TIME_BYTES = 12;
/** Last byte of a date-time: "not specified", and the bit of summer time. @source IEC 62056-6-2 clause 4.1.6.1 */
const [NO_STATUS, SUMMER] = [0xff, 0x80];
const BASES = Object.keys(BASE_UNITS) as readonly Unit[];

/** A datum as a logical name; absent when it is not six octets. */
export function logicalName(datum: Axdr | undefined): LogicalName | undefined {
  if (datum?.kind !== "octets" || datum.bytes.length !== 6) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = datum.bytes;
  const row = QUANTITY_BY_OBIS.get(electricityCode(a, c, d, e) ?? "");
  return { code: `${a}-${b}:${c}.${d}.${e}`, row };
}

/** COSEM's units that are not base units here. @source IEC 62056-6-2 table 4 (corrected volume, litre, joule) */
const OTHER_UNITS: ReadonlyMap<number, ScaledUnit> = new Map([
  [14, { base: "m3", exponent: 0 }],
  [19, UNITS.l],
  [25, UNITS.J],
]);

/** Returns whether a datum is `structure { int8 scaler, enum unit }`. */
export function isScaling(datum: Axdr | undefined): datum is Extract<Axdr, { kind: "list" }> {
  if (datum?.kind !== "list" || datum.items.length !== 2) return false;
  return datum.items[0]?.kind === "integer" && datum.items[1]?.kind === "enum";
}

/** The unit that scaler and unit of a frame make; undefined when they are none, or a unit that no quantity has. */
export function scaledUnit(scaling: Axdr | undefined): ScaledUnit | undefined {
  if (scaling?.kind !== "list") return undefined;
  const [scaler, code] = scaling.items;
  if (scaler?.kind !== "integer" || code?.kind !== "enum") return undefined;
  const base = BASES.find((unit) => BASE_UNITS[unit].cosem === code.value);
  const unit = base === undefined ? OTHER_UNITS.get(code.value) : { base, exponent: 0 };
  return unit && { ...unit, exponent: unit.exponent + Number(scaler.value) };
}

/** A value in the base unit by the frame's own scaler and unit; undefined when the unit is not the one of the quantity. */
export function scaledBy(scaling: Axdr | undefined, value: Axdr | undefined, unit: Unit): number | undefined {
  const own = scaledUnit(scaling);
  if (own?.base !== unit || own.divisor !== undefined || value?.kind !== "integer") return undefined;
  const scaled = numberIn(own, value.value);
  return Number.isFinite(scaled) ? scaled : undefined;
}

/** Returns whether a datum may be a COSEM date-time: twelve octets. */
export function isDateTime(datum: Axdr | undefined): datum is Extract<Axdr, { kind: "octets" }> {
  return datum?.kind === "octets" && datum.bytes.length === DATE_TIME_BYTES;
}

/**
 * The local time of a COSEM date-time of twelve octets: year (2, high byte first), month, day, weekday, hour, minute, second,
 * then hundredths, deviation and status, which are not used. Absent when a part is "not specified" or there is no such time.
 * @source IEC 62056-6-2 clause 4.1.6.1
 */
export function cosemClock(bytes: Uint8Array): string | undefined {
  if (bytes.length !== DATE_TIME_BYTES) return undefined;
  const [high = 0, low = 0, month = 0, day = 0, , hour = 0, minute = 0, second = 0] = bytes;
  return meterClockOf(high * 256 + low, month, day, hour, minute, second);
}

/** The same time, and whether its status says that it is summer time; without a status that is set it does not. */
export function cosemStamp(bytes: Uint8Array): Stamp | undefined {
  const clock = cosemClock(bytes);
  const status = bytes[DATE_TIME_BYTES - 1] ?? NO_STATUS;
  const isSummer = status === NO_STATUS ? {} : { isSummer: (status & SUMMER) !== 0 };
  return clock === undefined ? undefined : { localMs: Date.parse(`${clock}Z`), ...isSummer };
}

/** A datum's octets as ASCII text; absent when it is not a text. */
export function asciiOf(datum: Axdr | undefined): string | undefined {
  return datum?.kind === "octets" ? String.fromCharCode(...datum.bytes) : undefined;
}
