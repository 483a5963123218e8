import { phaseOf } from "../phases.ts";
import { ELECTRICITY_QUANTITIES, QUANTITIES, type Quantity } from "../quantity.ts";
import { BASE_UNITS } from "../unit.ts";
import type { WireMapping } from "./wire-format.ts";

/** Names of whole-meter quantities, without phase. @source p1reader and p1mini (sample configurations), ESPHome dsmr (sensor.py) */
const TOTALS = {
  activePowerImportW: ["momentary_active_import", "power_delivered"],
  activePowerExportW: ["momentary_active_export", "power_returned"],
  reactivePowerImportVar: ["momentary_reactive_import", "reactive_power_delivered"],
  reactivePowerExportVar: ["momentary_reactive_export", "reactive_power_returned"],
  activeEnergyImportWh: ["cumulative_active_import", "energy_delivered_lux", "energy_consumed_luxembourg"],
  activeEnergyExportWh: ["cumulative_active_export", "energy_returned_lux", "energy_produced_luxembourg"],
  reactiveEnergyImportVarh: ["cumulative_reactive_import", "total_imported_energy"],
  reactiveEnergyExportVarh: ["cumulative_reactive_export", "total_exported_energy"],
  activeEnergyImportT1Wh: ["energy_delivered_tariff1", "energy_consumed_tariff_1"],
  activeEnergyImportT2Wh: ["energy_delivered_tariff2", "energy_consumed_tariff_2"],
  activeEnergyImportT3Wh: ["energy_delivered_tariff3", "energy_consumed_tariff_3"],
  activeEnergyImportT4Wh: ["energy_delivered_tariff4", "energy_consumed_tariff_4"],
  activeEnergyExportT1Wh: ["energy_returned_tariff1", "energy_produced_tariff_1"],
  activeEnergyExportT2Wh: ["energy_returned_tariff2", "energy_produced_tariff_2"],
  activeEnergyExportT3Wh: ["energy_returned_tariff3", "energy_produced_tariff_3"],
  activeEnergyExportT4Wh: ["energy_returned_tariff4", "energy_produced_tariff_4"],
  gasVolumeC1M3: ["gas_delivered", "gas_delivered_be", "gas_consumed", "gas_consumed_belgium"],
  waterVolumeC1M3: ["water_delivered", "water_consumed"],
} as const satisfies { readonly [Q in Quantity]?: readonly string[] };

/**
 * Names of one phase's quantities, `#` for 1, 2 or 3; "phase 1" as p1reader and p1mini name entities, "l1" as
 * p1reader's and dsmr's keys.
 */
const OF_ONE_PHASE = {
  activePowerImportL1W: ["momentary_active_import_phase_#", "momentary_active_import_l#", "power_delivered_l#"],
  activePowerExportL1W: ["momentary_active_export_phase_#", "momentary_active_export_l#", "power_returned_l#"],
  reactivePowerImportL1Var: [
    "momentary_reactive_import_phase_#",
    "momentary_reactive_import_l#",
    "reactive_power_delivered_l#",
  ],
  reactivePowerExportL1Var: [
    "momentary_reactive_export_phase_#",
    "momentary_reactive_export_l#",
    "reactive_power_returned_l#",
  ],
  currentL1A: ["current_phase_#", "current_l#"],
  voltageL1V: ["voltage_phase_#", "voltage_l#"],
} as const satisfies { readonly [Q in Quantity]?: readonly string[] };

/**
 * Names that some firmwares publish in the base unit and some in thousands of it: they mean nothing until the reader's discovery
 * message or the configuration's mapping gives the unit.
 * @source SlimmeLezer firmware (power_consumed); ESPHome components/dlms_meter, sensor.py and documentation (plus, taken from grid)
 */
const WITHOUT_UNIT = {
  activePowerImportW: ["power_consumed", "active_power_plus", "active_power_taken_from_grid"],
  activePowerExportW: ["power_produced", "active_power_minus", "active_power_put_into_grid"],
  activeEnergyImportWh: ["active_energy_plus", "active_energy_taken_from_grid"],
  activeEnergyExportWh: ["active_energy_minus", "active_energy_put_into_grid"],
  reactiveEnergyImportVarh: ["reactive_energy_plus", "reactive_energy_taken_from_grid"],
  reactiveEnergyExportVarh: ["reactive_energy_minus", "reactive_energy_put_into_grid"],
  heatEnergyC1Wh: ["thermal_delivered"],
  activePowerImportL1W: ["power_consumed_phase_#", "power_consumed_l#"],
  activePowerExportL1W: ["power_produced_phase_#", "power_produced_l#"],
} as const satisfies { readonly [Q in Quantity]?: readonly string[] };

/** Object ids of sensors that are named by their OBIS code: `1_7_0`, `1_0_1_7_0`, `1-0_1_7_0`. */
function obisNames(obis: string): readonly string[] {
  const id = obis.replaceAll(".", "_");
  return [id, `1_0_${id}`, `1-0_${id}`];
}

/** Rows of the quantities that are published in one unit alone, whatever the firmware: amperes, volts, hertz. */
const OF_ONE_UNIT = ELECTRICITY_QUANTITIES.filter(({ unit }) => unit === BASE_UNITS[unit].decimals);

type Names = { readonly [Q in Quantity]?: readonly string[] };

/** Every name of a table with its quantity, those of L1 for the other phases too. */
function named(table: Names): (readonly [name: string, quantity: (typeof QUANTITIES)[number]])[] {
  return QUANTITIES.flatMap((row) => {
    const phase = phaseOf(row.key) ?? "L1";
    const names = table[row.key.replace(phase, "L1") as Quantity] ?? [];
    return names.map((name) => [name.replace("#", phase.slice(1)), row] as const);
  });
}

/**
 * Quantity of each known ESPHome object id, published in the unit of decimals unless the reader or the configuration gives
 * another unit.
 * @source psvanstrom/esphome-p1reader, Beaky2000/esphome-p1mini, ESPHome components/dsmr/sensor.py
 */
export const OBJECT_IDS: ReadonlyMap<string, WireMapping> = new Map(
  [
    ...named({ ...TOTALS, ...OF_ONE_PHASE }),
    ...OF_ONE_UNIT.flatMap((row) => obisNames(row.obis).map((name) => [name, row] as const)),
  ].map(([name, { key, unit }]) => [name, { quantity: key, unit: BASE_UNITS[unit].decimals }]),
);

/** Quantities of object ids that say nothing about the unit. */
export const OBJECT_IDS_WITHOUT_UNIT: ReadonlyMap<string, Quantity> = new Map([
  ...named(WITHOUT_UNIT).map(([name, { key }]) => [name, key] as const),
  ...ELECTRICITY_QUANTITIES.flatMap(({ key, obis }) => obisNames(obis).map((name) => [name, key] as const)),
]);
