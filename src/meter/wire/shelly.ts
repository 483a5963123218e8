import { maskJsonBytes } from "../mask-text.ts";
import { PHASES } from "../phases.ts";
import type { Quantity } from "../quantity.ts";
import type { DecodedValues, WireDecoder } from "./decoded.ts";
import { fieldTable, isRecord, jsonObject, leavesOf, numberOfTopic, valuesInFields } from "./json-fields.ts";
import { mappedQuantities } from "./published-number.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireMapping, WireOptions } from "./wire-format.ts";

/**
 * Fields of the components `em:0` and `emdata:0`, whose total counters are sums by phase, not the grid company's balance; and of `em1:0`
 * and `em1data:0`, the first channel of meters whose channels are apart.
 */
const COMPONENT_FIELDS = fieldTable(
  [
    ["total_act_power", "activePowerImportW", "W", "signed"],
    ["#_act_power", "activePowerImportL1W", "W", "signed"],
    ["#_current", "currentL1A", "A"],
    ["#_voltage", "voltageL1V", "V"],
    ["#_freq", "frequencyHz", "Hz"],
    ["total_act", "activeEnergyImportWh", "Wh"],
    ["total_act_ret", "activeEnergyExportWh", "Wh"],
    ["act_power", "activePowerImportW", "W", "signed"],
    ["current", "currentL1A", "A"],
    ["voltage", "voltageL1V", "V"],
    ["freq", "frequencyHz", "Hz"],
    ["total_act_energy", "activeEnergyImportWh", "Wh"],
    ["total_act_ret_energy", "activeEnergyExportWh", "Wh"],
  ],
  ["a", "b", "c"],
);

/** Topics of one number each of the first generation, by the channel of the phase. */
const NUMBERS = fieldTable(
  [
    ["emeter/#/power", "activePowerImportL1W", "W", "signed"],
    ["emeter/#/current", "currentL1A", "A"],
    ["emeter/#/voltage", "voltageL1V", "V"],
  ],
  ["0", "1", "2"],
);

/** Counters of the first generation, which has them by phase alone: the meter's is their sum. */
const COUNTERS: ReadonlyMap<string, WireMapping> = new Map([
  ["total", { quantity: "activeEnergyImportWh", unit: "Wh" }],
  ["total_returned", { quantity: "activeEnergyExportWh", unit: "Wh" }],
]);
const COUNTER = /^emeter\/([012])\/(total|total_returned)$/;

const COMPONENT = /^(?:status\/)?(em|emdata|em1|em1data):0$/;
const EVENTS = "events/rpc";
const WITHOUT_VALUES =
  /^(?:status|events|rpc|debug|relay|input|ext_temperature)\/|^emeter\/\d\/|^(?:announce|info|temperature|command)$/;

/** Messages that name the device, by its address, and the keys under which they do. */
const NAMES_DEVICE = /(?:^|\/)(?:events\/rpc|status\/sys|announce|info)$/;
const DEVICE_KEYS: ReadonlySet<string> = new Set(["src", "dst", "mac"]);

/**
 * Values of Shelly's three-phase meters: the components of the second generation, whole on `status` and in parts in the
 * notifications, and one number a topic from the first. Power is signed.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source Shelly API documentation, EM, EMData and MQTT (generations 1 and 2); evcc, meter/shelly/gen2.go
 */
export const shelly: WireFormat = {
  id: "shelly",
  accepts: (topic) => (WITHOUT_VALUES.test(topic) ? SCORE.topic : SCORE.none),
  decoder: shellyDecoder,
  status: { topic: "online", online: ["true"], offline: ["false"] },
  mask: (topic, payload) =>
    NAMES_DEVICE.test(topic) ? maskJsonBytes(payload, (key) => DEVICE_KEYS.has(key)) : undefined,
  quantitiesOf: (topic) => {
    const row = NUMBERS.get(topic) ?? COUNTERS.get(COUNTER.exec(topic)?.[2] ?? "");
    return row === undefined ? [] : mappedQuantities(row);
  },
};

/** Decoder that remembers the counters of the phases, as far as they were not summed. */
function shellyDecoder(options: WireOptions): WireDecoder {
  const counters = new Map<string, number>();
  return (topic, payload) => {
    if (COMPONENT.test(topic)) return [component(topic, jsonObject(topic, payload), options)];
    if (topic === EVENTS) return notification(jsonObject(topic, payload), options);
    const number = NUMBERS.get(topic);
    if (number !== undefined) return [numberOfTopic(topic, payload, number, options)];
    const [, channel, name = ""] = COUNTER.exec(topic) ?? [];
    const row = COUNTERS.get(name);
    if (channel === undefined || row === undefined) return [{ kind: "ignored" }];
    const read = numberOfTopic(topic, payload, row, options);
    const value = read.values[row.quantity];
    if (value !== undefined) counters.set(topic, value);
    return [channel === "2" ? { ...read, values: summed(name, row.quantity, counters) } : { ...read, values: {} }];
  };
}

function component(place: string, json: unknown, options: WireOptions): DecodedValues {
  return {
    kind: "values",
    ...valuesInFields(place, leavesOf(json), COMPONENT_FIELDS, options),
    whole: true,
    isState: true,
  };
}

/** Parts of components that have changed, with their time. */
function notification(json: Readonly<Record<string, unknown>>, options: WireOptions): ReturnType<WireDecoder> {
  const params = isRecord(json["params"]) ? json["params"] : {};
  const { ts } = params;
  const parts = Object.entries(params)
    .filter(([name, part]) => COMPONENT.test(name) && isRecord(part))
    .map(([name, part]) => component(`${EVENTS}/${name}`, part, options))
    .filter(({ values, none }) => Object.keys(values).length > 0 || none !== undefined);
  if (parts.length === 0) return [{ kind: "ignored" }];
  return parts.map((part) => ({ ...part, ...(typeof ts === "number" && { atMs: Math.round(ts * 1_000) }) }));
}

/** The sum of all phases, once each has come; it is made when the last of them comes. */
function summed(name: string, quantity: Quantity, counters: ReadonlyMap<string, number>): DecodedValues["values"] {
  const parts = PHASES.flatMap((_, channel) => counters.get(`emeter/${channel}/${name}`) ?? []);
  if (parts.length < PHASES.length) return {};
  // Counters have tenths of a watt-hour: one rounding keeps the sum as exact as its parts.
  return { [quantity]: Math.round(parts.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6 };
}
