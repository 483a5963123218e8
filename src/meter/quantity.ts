import { SUB_METER_QUANTITIES, type SubMeterRow } from "./sub-meter.ts";
import type { Unit } from "./unit.ts";

/** Quantity that a meter measures. */
export interface QuantityRow {
  /** Quantity, direction, phase and unit, in that order. */
  readonly key: string;
  /** OBIS groups C.D.E; groups A-B name the medium and the channel and are not part of the table. */
  readonly obis: string;
  /** `counter`: a register that only grows. `instant`: the value now. */
  readonly kind: "counter" | "instant";
  /** The base unit, in which the value is kept. */
  readonly unit: Unit;
}

/**
 * Everything that an electricity meter can measure itself, in base units.
 * @source Swedish Branschrekommendation v2.0 (OBIS list); DSMR 5.0.2 section 6.12; IEC 62056-6-1
 */
export const ELECTRICITY_QUANTITIES = [
  { key: "activePowerImportW", obis: "1.7.0", kind: "instant", unit: "W" },
  { key: "activePowerExportW", obis: "2.7.0", kind: "instant", unit: "W" },
  { key: "reactivePowerImportVar", obis: "3.7.0", kind: "instant", unit: "var" },
  { key: "reactivePowerExportVar", obis: "4.7.0", kind: "instant", unit: "var" },
  { key: "activePowerImportL1W", obis: "21.7.0", kind: "instant", unit: "W" },
  { key: "activePowerExportL1W", obis: "22.7.0", kind: "instant", unit: "W" },
  { key: "reactivePowerImportL1Var", obis: "23.7.0", kind: "instant", unit: "var" },
  { key: "reactivePowerExportL1Var", obis: "24.7.0", kind: "instant", unit: "var" },
  { key: "currentL1A", obis: "31.7.0", kind: "instant", unit: "A" }, // signed: negative while L1 exports
  { key: "voltageL1V", obis: "32.7.0", kind: "instant", unit: "V" },
  { key: "activePowerImportL2W", obis: "41.7.0", kind: "instant", unit: "W" },
  { key: "activePowerExportL2W", obis: "42.7.0", kind: "instant", unit: "W" },
  { key: "reactivePowerImportL2Var", obis: "43.7.0", kind: "instant", unit: "var" },
  { key: "reactivePowerExportL2Var", obis: "44.7.0", kind: "instant", unit: "var" },
  { key: "currentL2A", obis: "51.7.0", kind: "instant", unit: "A" },
  { key: "voltageL2V", obis: "52.7.0", kind: "instant", unit: "V" },
  { key: "activePowerImportL3W", obis: "61.7.0", kind: "instant", unit: "W" },
  { key: "activePowerExportL3W", obis: "62.7.0", kind: "instant", unit: "W" },
  { key: "reactivePowerImportL3Var", obis: "63.7.0", kind: "instant", unit: "var" },
  { key: "reactivePowerExportL3Var", obis: "64.7.0", kind: "instant", unit: "var" },
  { key: "currentL3A", obis: "71.7.0", kind: "instant", unit: "A" },
  { key: "voltageL3V", obis: "72.7.0", kind: "instant", unit: "V" },
  { key: "frequencyHz", obis: "14.7.0", kind: "instant", unit: "Hz" },
  { key: "activeEnergyImportWh", obis: "1.8.0", kind: "counter", unit: "Wh" },
  { key: "activeEnergyExportWh", obis: "2.8.0", kind: "counter", unit: "Wh" },
  { key: "reactiveEnergyImportVarh", obis: "3.8.0", kind: "counter", unit: "varh" },
  { key: "reactiveEnergyExportVarh", obis: "4.8.0", kind: "counter", unit: "varh" },
  { key: "activeEnergyImportT1Wh", obis: "1.8.1", kind: "counter", unit: "Wh" },
  { key: "activeEnergyImportT2Wh", obis: "1.8.2", kind: "counter", unit: "Wh" },
  { key: "activeEnergyImportT3Wh", obis: "1.8.3", kind: "counter", unit: "Wh" },
  { key: "activeEnergyImportT4Wh", obis: "1.8.4", kind: "counter", unit: "Wh" },
  { key: "activeEnergyExportT1Wh", obis: "2.8.1", kind: "counter", unit: "Wh" },
  { key: "activeEnergyExportT2Wh", obis: "2.8.2", kind: "counter", unit: "Wh" },
  { key: "activeEnergyExportT3Wh", obis: "2.8.3", kind: "counter", unit: "Wh" },
  { key: "activeEnergyExportT4Wh", obis: "2.8.4", kind: "counter", unit: "Wh" },
] as const satisfies readonly QuantityRow[];

/** Row of a quantity, the meter's own or one of a meter that is read beside it. */
type Row = (typeof ELECTRICITY_QUANTITIES)[number] | SubMeterRow;

/** Everything that can be measured, the electricity meter's own quantities first. */
export const QUANTITIES: readonly Row[] = [...ELECTRICITY_QUANTITIES, ...SUB_METER_QUANTITIES];

/** Name of a quantity. */
export type Quantity = Row["key"];

/** Values by quantity, in base units; a quantity that was not reported has no key. */
export type Values = { readonly [Q in Quantity]?: number };

/** Returns what is known by quantity, such as values, without some quantities. */
export function without<Of extends { readonly [Q in Quantity]?: unknown }>(
  of: Of,
  quantities: readonly Quantity[],
): Of {
  const left = { ...of };
  for (const quantity of quantities) delete left[quantity];
  return left;
}

/** The row of each quantity. */
export const QUANTITY: ReadonlyMap<string, Row> = new Map(QUANTITIES.map((row) => [row.key, row]));

/** The electricity meter's own quantity behind OBIS groups C.D.E, such as `1.7.0`. */
export const QUANTITY_BY_OBIS: ReadonlyMap<string, (typeof ELECTRICITY_QUANTITIES)[number]> = new Map(
  ELECTRICITY_QUANTITIES.map((row) => [row.obis, row]),
);

/** Whole OBIS code of a quantity, `1-0:1.7.0`; `0-n:24.2.1` on channel n. */
export function obisCodeOf(row: Row): string {
  return "channel" in row ? `0-${row.channel}:${row.obis}` : `1-0:${row.obis}`;
}
