import type { AssumedUnits } from "../assumed-unit.ts";
import { maskJsonBytes } from "../mask-text.ts";
import type { DecodedValues } from "./decoded.ts";
import {
  fieldName,
  fieldTable,
  isRecord,
  jsonObject,
  jsonStart,
  type Leaf,
  leavesOf,
  valuesInFields,
} from "./json-fields.ts";
import { isMeterClock } from "./meter-clock.ts";
import { mappingOf } from "./published-number.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireMapping, WireOptions } from "./wire-format.ts";

/** Fields of a meter script by the names that are usual in them, in small letters; scripts may name them otherwise. */
const SCRIPT_FIELDS = fieldTable([
  ["total_in", "activeEnergyImportWh", "kWh"],
  ["total_out", "activeEnergyExportWh", "kWh"],
  ["power_curr", "activePowerImportW", "W", "signed"],
  ["power_cur", "activePowerImportW", "W", "signed"],
  ["power_l#", "activePowerImportL1W", "W", "signed"],
  ["power_p#", "activePowerImportL1W", "W", "signed"],
  ["voltage_l#", "voltageL1V", "V"],
  ["volt_p#", "voltageL1V", "V"],
  ["current_l#", "currentL1A", "A"],
  ["curr_p#", "currentL1A", "A"],
]);

/** Fields of an energy sensor. One of several phases gives lists, and of their values the power is of a phase. */
const ENERGY_FIELDS = fieldTable([
  ["total", "activeEnergyImportWh", "kWh"],
  ["exportactive", "activeEnergyExportWh", "kWh"],
  ["power", "activePowerImportW", "W", "signed"],
  ["reactivepower", "reactivePowerImportVar", "var", "signed"],
  ["frequency", "frequencyHz", "Hz"],
  ["voltage", "voltageL1V", "V"],
  ["current", "currentL1A", "A"],
]);
const ENERGY_LISTS = fieldTable(
  [
    ["power/#", "activePowerImportL1W", "W", "signed"],
    ["reactivepower/#", "reactivePowerImportL1Var", "var", "signed"],
    ["voltage/#", "voltageL1V", "V"],
    ["current/#", "currentL1A", "A"],
  ],
  ["0", "1", "2"],
);
const ENERGY = "ENERGY";
const ENERGY_TABLE = new Map([...ENERGY_FIELDS, ...ENERGY_LISTS]);

const SENSOR = "SENSOR";
/** Topics of a device that carry no value of a meter. */
const WITHOUT_VALUES = /^(?:STATE|INFO\d|UPTIME|RESULT|STATUS\d*)$/;
const IDENTIFIER = /server_?id|meter_?(?:id|number|nr)|device_?id/i;

/** Period of telemetry as it is delivered (TelePeriod), milliseconds. */
const TELEMETRY_MS = 300_000;

/**
 * Values of Tasmota: the JSON of `SENSOR` with the objects of a meter script, whatever their name, or of an energy sensor. The
 * prefix is that of the device's telemetry, `tele/<device>`. A number under a name that is not usual is read where the
 * mapping names it.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source Tasmota documentation, MQTT and Smart Meter Interface; evcc, meter/tasmota/types.go (usual names)
 */
export const tasmota: WireFormat = {
  id: "tasmota",
  accepts: (topic) => (topic === SENSOR || WITHOUT_VALUES.test(topic) ? SCORE.topic : SCORE.none),
  decoder: (options) => (topic, payload) =>
    topic === SENSOR ? [read(jsonObject(topic, payload), options)] : [{ kind: "ignored" }],
  status: { topic: "LWT", online: ["Online"], offline: ["Offline"] },
  mask: (topic, payload) =>
    /(?:^|\/)SENSOR$/.test(topic) && jsonStart(payload) !== ""
      ? maskJsonBytes(payload, (key) => IDENTIFIER.test(key))
      : undefined,
};

function read(json: Readonly<Record<string, unknown>>, options: WireOptions): DecodedValues {
  const { Time: time, ...sensors } = json;
  const parts = Object.entries(sensors)
    .filter(([, sensor]) => isRecord(sensor))
    .map(([name, sensor]) => readSensor(name, leavesOf(sensor), options));
  const values = Object.assign({}, ...parts.map((part) => part.values).reverse()) as DecodedValues["values"];
  const assumed = Object.assign({}, ...parts.map((part) => part.assumed).reverse()) as AssumedUnits;
  const none = parts.flatMap((part) => part.none ?? []).filter((quantity) => values[quantity] === undefined);
  const unknown = parts.flatMap((part) => part.unknown);
  return {
    kind: "values",
    values,
    whole: true,
    isState: true,
    usualIntervalMs: TELEMETRY_MS,
    ...(typeof time === "string" && isMeterClock(time) && { meterClock: time }),
    assumed,
    ...(none.length > 0 && { none }),
    ...(unknown.length > 0 && { unknown }),
  };
}

/** Values of one sensor; numbers of a meter script that nothing knows are named as a mapping names them. */
function readSensor(name: string, leaves: readonly Leaf[], options: WireOptions) {
  const isEnergy = name === ENERGY;
  const table = isEnergy ? ENERGY_TABLE : SCRIPT_FIELDS;
  const fields = new Map<string, WireMapping>(
    leaves.flatMap(([path]) => {
      const row = table.get(path.toLowerCase());
      return row === undefined ? [] : [[`${name}/${path}`, row] as const];
    }),
  );
  const named = leaves.map(([path, value]): Leaf => [`${name}/${path}`, value]);
  const unknown = named
    .filter(([path, value]) => !isEnergy && typeof value === "number" && !fields.has(path))
    .map(([path]): string => fieldName(SENSOR, path))
    .filter((key) => mappingOf([key], options) === undefined);
  return { ...valuesInFields(SENSOR, named, fields, options), unknown };
}
