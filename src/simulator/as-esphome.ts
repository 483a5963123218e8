import { QUANTITY, type Quantity } from "../meter/quantity.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import { BASE_UNITS, UNITS } from "../meter/unit.ts";
import { esphome } from "../meter/wire/esphome.ts";
import { type PublishingShape, textMessage } from "./publishing-shape.ts";

/**
 * The sensors of a p1reader node in the order of the meter's telegram: object id and quantity.
 * @source psvanstrom/esphome-p1reader, p1reader.yaml (entity names; ESPHome makes the object ids of them)
 */
const SENSORS: readonly (readonly [objectId: string, quantity: Quantity])[] = [
  ["cumulative_active_import", "activeEnergyImportWh"],
  ["cumulative_active_export", "activeEnergyExportWh"],
  ["cumulative_reactive_import", "reactiveEnergyImportVarh"],
  ["cumulative_reactive_export", "reactiveEnergyExportVarh"],
  ["momentary_active_import", "activePowerImportW"],
  ["momentary_active_export", "activePowerExportW"],
  ["momentary_reactive_import", "reactivePowerImportVar"],
  ["momentary_reactive_export", "reactivePowerExportVar"],
  ["momentary_active_import_phase_1", "activePowerImportL1W"],
  ["momentary_active_export_phase_1", "activePowerExportL1W"],
  ["momentary_active_import_phase_2", "activePowerImportL2W"],
  ["momentary_active_export_phase_2", "activePowerExportL2W"],
  ["momentary_active_import_phase_3", "activePowerImportL3W"],
  ["momentary_active_export_phase_3", "activePowerExportL3W"],
  ["momentary_reactive_import_phase_1", "reactivePowerImportL1Var"],
  ["momentary_reactive_export_phase_1", "reactivePowerExportL1Var"],
  ["momentary_reactive_import_phase_2", "reactivePowerImportL2Var"],
  ["momentary_reactive_export_phase_2", "reactivePowerExportL2Var"],
  ["momentary_reactive_import_phase_3", "reactivePowerImportL3Var"],
  ["momentary_reactive_export_phase_3", "reactivePowerExportL3Var"],
  ["voltage_phase_1", "voltageL1V"],
  ["voltage_phase_2", "voltageL2V"],
  ["voltage_phase_3", "voltageL3V"],
  ["current_phase_1", "currentL1A"],
  ["current_phase_2", "currentL2A"],
  ["current_phase_3", "currentL3A"],
];

const BETWEEN_MESSAGES_MS = 3;

/** One retained topic per value, three decimals in kW, kvar, kWh, kvarh, V and A; a value that the meter lacks has no topic. */
export const asEsphome: PublishingShape = {
  id: "esphome",
  description: "an ESPHome node with p1reader: 26 topics, one value each",
  format: esphome,
  messages: ({ atMs, values }, { prefix }) => {
    const messages: RecordedMessage[] = [];
    for (const [objectId, quantity] of SENSORS) {
      const value = values[quantity];
      if (value === undefined) continue;
      const topic = `${prefix}/sensor/${objectId}/state`;
      messages.push(textMessage(atMs + messages.length * BETWEEN_MESSAGES_MS, topic, published(quantity, value), true));
    }
    return messages;
  },
};

/** As ESPHome prints a sensor: a 32-bit float with three decimals, which rounds large counters by a few Wh. */
function published(quantity: Quantity, value: number): string {
  const { exponent } = UNITS[BASE_UNITS[QUANTITY.get(quantity)?.unit ?? "W"].decimals];
  return Math.fround(value / 10 ** exponent).toFixed(3);
}
