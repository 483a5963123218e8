import { QUANTITIES, type Quantity } from "../quantity.ts";
import type { Unit, UnitName } from "../unit.ts";
import type { WireMapping } from "./wire-format.ts";

/** The units in which the sensors publish. @source p1reader and p1mini (sensor.py), ESPHome dsmr (sensor.py) */
export const PUBLISHED_UNITS = {
  W: "kW",
  var: "kvar",
  Wh: "kWh",
  varh: "kvarh",
  A: "A",
  V: "V",
  Hz: "Hz",
} as const satisfies Record<Unit, UnitName>;

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
} as const satisfies { readonly [Q in Quantity]?: readonly string[] };

/**
 * Names of one phase's quantities, `#` standing for 1, 2 or 3; "phase 1" as p1reader and p1mini name entities, "l1" as
 * p1reader's and dsmr's keys. Not here on purpose: `power_consumed…`, which some dsmr firmwares publish in W and some in
 * kW under the same name; the configuration's mapping says which.
 */
const PHASES = {
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

function* rows(): Generator<readonly [string, WireMapping]> {
  for (const { key, unit } of QUANTITIES) {
    const phase = /L([123])/.exec(key)?.[1];
    const names: readonly string[] =
      phase === undefined
        ? (TOTALS[key as keyof typeof TOTALS] ?? [])
        : PHASES[key.replace(`L${phase}`, "L1") as keyof typeof PHASES];
    for (const name of names) yield [name.replace("#", phase ?? ""), { quantity: key, unit: PUBLISHED_UNITS[unit] }];
  }
}

/**
 * What each known ESPHome object id publishes, in {@link PUBLISHED_UNITS}.
 * @source psvanstrom/esphome-p1reader, Beaky2000/esphome-p1mini, ESPHome components/dsmr/sensor.py
 */
export const OBJECT_IDS: ReadonlyMap<string, WireMapping> = new Map(rows());
