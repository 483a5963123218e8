import { maskJsonBytes } from "../mask-text.ts";
import type { DecodedValues } from "./decoded.ts";
import { externalValues } from "./homewizard-external.ts";
import { type Fields, fieldTable, jsonObject, leavesOf, valuesInFields } from "./json-fields.ts";
import { isMeterClock } from "./meter-clock.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** Topics that measurements are handed on with: the device's own paths, of its two interfaces. */
export const HOMEWIZARD_TOPICS = { v1: "api/v1/data", v2: "api/measurement" } as const;

const TARIFFS = ["1", "2", "3", "4"] as const;

/** Fields of the first interface; power and currents are negative while they are exported. */
const V1 = fieldTable([
  ["active_power_w", "activePowerImportW", "W", "signed"],
  ["active_power_l#_w", "activePowerImportL1W", "W", "signed"],
  ["active_voltage_l#_v", "voltageL1V", "V"],
  ["active_current_l#_a", "currentL1A", "A"],
  ["active_frequency_hz", "frequencyHz", "Hz"],
  ["total_power_import_kwh", "activeEnergyImportWh", "kWh"],
  ["total_power_export_kwh", "activeEnergyExportWh", "kWh"],
  ...TARIFFS.flatMap((tariff) => [
    [`total_power_import_t${tariff}_kwh`, `activeEnergyImportT${tariff}Wh`, "kWh"] as const,
    [`total_power_export_t${tariff}_kwh`, `activeEnergyExportT${tariff}Wh`, "kWh"] as const,
  ]),
]);

/** Fields of the second interface. */
const V2 = fieldTable([
  ["power_w", "activePowerImportW", "W", "signed"],
  ["power_l#_w", "activePowerImportL1W", "W", "signed"],
  ["voltage_l#_v", "voltageL1V", "V"],
  ["current_l#_a", "currentL1A", "A"],
  ["frequency_hz", "frequencyHz", "Hz"],
  ["energy_import_kwh", "activeEnergyImportWh", "kWh"],
  ["energy_export_kwh", "activeEnergyExportWh", "kWh"],
  ...TARIFFS.flatMap((tariff) => [
    [`energy_import_t${tariff}_kwh`, `activeEnergyImportT${tariff}Wh`, "kWh"] as const,
    [`energy_export_t${tariff}_kwh`, `activeEnergyExportT${tariff}Wh`, "kWh"] as const,
  ]),
]);

/** What a meter of one phase has without a phase in its names; of three phases these are sums. */
const ONE_PHASE = fieldTable([
  ["active_voltage_v", "voltageL1V", "V"],
  ["active_current_a", "currentL1A", "A"],
  ["voltage_v", "voltageL1V", "V"],
  ["current_a", "currentL1A", "A"],
]);
const OF_A_PHASE = /_l[123]_[vaw]$/;

/** Keys that name the device, its meters or its network. */
const PERSONAL: ReadonlySet<string> = new Set(["unique_id", "gas_unique_id", "serial", "wifi_ssid"]);

/**
 * Measurements of HomeWizard's meters, as the device itself gives them: all fields in one object, those that the meter does not
 * have are absent.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER` or `WIRE_TOO_LARGE`
 * @source HomeWizard, local API, v1 and v2, "Recent measurement"
 */
export const homewizard: WireFormat = {
  id: "homewizard",
  accepts: (topic) => (topic === HOMEWIZARD_TOPICS.v1 || topic === HOMEWIZARD_TOPICS.v2 ? SCORE.topic : SCORE.none),
  decoder: (options) => (topic, payload) => [
    read(topic, jsonObject(topic, payload), topic === HOMEWIZARD_TOPICS.v1 ? V1 : V2, options),
  ],
  mask: (topic, payload) =>
    topic.endsWith(HOMEWIZARD_TOPICS.v1) || topic.endsWith(HOMEWIZARD_TOPICS.v2)
      ? maskJsonBytes(payload, (key) => PERSONAL.has(key))
      : undefined,
};

function read(
  topic: string,
  json: Readonly<Record<string, unknown>>,
  fields: Fields,
  options: WireOptions,
): DecodedValues {
  const isByPhase = Object.keys(json).some((key) => OF_A_PHASE.test(key));
  const known = isByPhase ? fields : new Map([...fields, ...ONE_PHASE]);
  const { timestamp } = json;
  const isClock = typeof timestamp === "string" && isMeterClock(timestamp);
  // Every field's unit is part of its name, by the maker's own definition: none is assumed.
  const { values, none } = valuesInFields(topic, leavesOf(json), known, options);
  const external = externalValues(json, options.timeZone);
  return {
    kind: "values",
    values: { ...external.values, ...values },
    ...(none && { none }),
    ...(Object.keys(external.ageMsOf).length > 0 && { ageMsOf: external.ageMsOf }),
    ...(Object.keys(external.atMsOf).length > 0 && { atMsOf: external.atMsOf }),
    ...(Object.keys(external.identity).length > 0 && { identity: external.identity }),
    whole: true,
    ...(isClock && { meterClock: timestamp }),
  };
}
