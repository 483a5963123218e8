import type { Quantity } from "../meter/quantity.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import { type PublishingShape, textMessage } from "./publishing-shape.ts";

/**
 * The sensors of a p1reader node in the order of the meter's telegram: object id, quantity, and how many base units make
 * the published one.
 * @source psvanstrom/esphome-p1reader, p1reader.yaml (entity names; ESPHome makes the object ids of them)
 */
const SENSORS: readonly (readonly [objectId: string, quantity: Quantity, baseUnits: 1 | 1000])[] = [
  ["cumulative_active_import", "activeEnergyImportWh", 1000],
  ["cumulative_active_export", "activeEnergyExportWh", 1000],
  ["cumulative_reactive_import", "reactiveEnergyImportVarh", 1000],
  ["cumulative_reactive_export", "reactiveEnergyExportVarh", 1000],
  ["momentary_active_import", "activePowerImportW", 1000],
  ["momentary_active_export", "activePowerExportW", 1000],
  ["momentary_reactive_import", "reactivePowerImportVar", 1000],
  ["momentary_reactive_export", "reactivePowerExportVar", 1000],
  ["momentary_active_import_phase_1", "activePowerImportL1W", 1000],
  ["momentary_active_export_phase_1", "activePowerExportL1W", 1000],
  ["momentary_active_import_phase_2", "activePowerImportL2W", 1000],
  ["momentary_active_export_phase_2", "activePowerExportL2W", 1000],
  ["momentary_active_import_phase_3", "activePowerImportL3W", 1000],
  ["momentary_active_export_phase_3", "activePowerExportL3W", 1000],
  ["momentary_reactive_import_phase_1", "reactivePowerImportL1Var", 1000],
  ["momentary_reactive_export_phase_1", "reactivePowerExportL1Var", 1000],
  ["momentary_reactive_import_phase_2", "reactivePowerImportL2Var", 1000],
  ["momentary_reactive_export_phase_2", "reactivePowerExportL2Var", 1000],
  ["momentary_reactive_import_phase_3", "reactivePowerImportL3Var", 1000],
  ["momentary_reactive_export_phase_3", "reactivePowerExportL3Var", 1000],
  ["voltage_phase_1", "voltageL1V", 1],
  ["voltage_phase_2", "voltageL2V", 1],
  ["voltage_phase_3", "voltageL3V", 1],
  ["current_phase_1", "currentL1A", 1],
  ["current_phase_2", "currentL2A", 1],
  ["current_phase_3", "currentL3A", 1],
];

const BETWEEN_MESSAGES_MS = 3;

/** One retained topic per value, three decimals in kW, kvar, kWh, kvarh, V and A; what the meter lacks has no topic. */
export const asEsphome: PublishingShape = {
  id: "esphome",
  description: "an ESPHome node with p1reader: 26 topics, one value each",
  messages: ({ atMs, values }, { prefix }) => {
    const messages: RecordedMessage[] = [];
    for (const [objectId, quantity, baseUnits] of SENSORS) {
      const value = values[quantity];
      if (value === undefined) continue;
      const topic = `${prefix}/sensor/${objectId}/state`;
      messages.push(textMessage(atMs + messages.length * BETWEEN_MESSAGES_MS, topic, decimal(value / baseUnits), true));
    }
    return messages;
  },
};

/** As ESPHome prints a sensor: a 32-bit float with three decimals, which rounds large counters by a few Wh. */
function decimal(value: number): string {
  return Math.fround(value).toFixed(3);
}
