import { maskJsonBytes } from "../mask-text.ts";
import type { DecodedValues } from "./decoded.ts";
import {
  type Fields,
  fieldTable,
  jsonObject,
  jsonStart,
  type Leaf,
  leavesOf,
  sentAt,
  valuesInFields,
} from "./json-fields.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** Fields of the whole meter, and of a phase by the names of either kind of devices: `power_phase_b`, `power_b`. */
const FIELDS = fieldTable(
  [
    ["power", "activePowerImportW", "W", "signed"],
    ["power_reactive", "reactivePowerImportVar", "var", "signed"],
    ["energy", "activeEnergyImportWh", "kWh"],
    ["produced_energy", "activeEnergyExportWh", "kWh"],
    ["ac_frequency", "frequencyHz", "Hz"],
    ["power_phase_#", "activePowerImportL1W", "W", "signed"],
    ["power_#", "activePowerImportL1W", "W", "signed"],
    ["power_reactive_phase_#", "reactivePowerImportL1Var", "var", "signed"],
    ["current_phase_#", "currentL1A", "A"],
    ["current_#", "currentL1A", "A"],
    ["voltage_phase_#", "voltageL1V", "V"],
    ["voltage_#", "voltageL1V", "V"],
  ],
  ["a", "b", "c"],
);
/** Without a phase in their names: of the only phase, or of the first. */
const FIRST_PHASE = fieldTable([
  ["current", "currentL1A", "A"],
  ["voltage", "voltageL1V", "V"],
]);
/** Of a device that has the powers of the other phases, what has no phase in its name is of the first. */
const POWER_OF_FIRST_PHASE = fieldTable([
  ["power", "activePowerImportL1W", "W", "signed"],
  ["power_reactive", "reactivePowerImportL1Var", "var", "signed"],
]);
const WHOLE_METER: Fields = new Map([...FIELDS, ...FIRST_PHASE]);
const BY_PHASE: Fields = new Map([...WHOLE_METER, ...POWER_OF_FIRST_PHASE]);

/** What stands in the state of every device, and in that of meters alone. */
const SHOWS_DEVICE = /"(?:linkquality|power_phase_[bc]|current_phase_[bc]|energy_flow(?:_[abc])?|produced_energy)"\s*:/;
const SHOWS_METER = /"(?:power|energy|produced_energy|current|voltage)(?:_(?:phase_)?[abc])?"\s*:/;
const BASE = "zigbee2mqtt/";
const WITHOUT_VALUES = /^(?:set|get)(?:\/|$)/;

/**
 * State of a metering device behind Zigbee2MQTT: one JSON object on the device's own topic, complete each time. It comes when
 * something has changed; that the device is alive is on its availability.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source Koenkk/zigbee-herdsman-converters, fromZigbee.ts (metering, electrical measurement), frient.ts and tuya.ts
 */
export const zigbee2mqtt: WireFormat = {
  id: "zigbee2mqtt",
  accepts: (topic, payload, options) => {
    if (topic !== "") return WITHOUT_VALUES.test(topic) ? SCORE.possible : SCORE.none;
    const start = jsonStart(payload);
    if (options.format !== undefined) return start === "" ? SCORE.none : SCORE.topic;
    const isDevice = SHOWS_DEVICE.test(start) || options.prefix?.startsWith(BASE) || isAnnounced(options);
    return isDevice && SHOWS_METER.test(start) ? SCORE.topic : SCORE.none;
  },
  decoder: (options) => (topic, payload) =>
    topic === "" ? [read(topic, jsonObject(topic, payload), options)] : [{ kind: "ignored" }],
  status: {
    topic: "availability",
    online: ['{"state":"online"}', "online"],
    offline: ['{"state":"offline"}', "offline"],
  },
  mask: (_topic, payload) =>
    /"ieee_?addr/i.test(jsonStart(payload)) ? maskJsonBytes(payload, (key) => /^ieee_?addr/i.test(key)) : undefined,
};

/** Tells whether discovery messages name fields of the prefix's own JSON. */
function isAnnounced({ announced }: WireOptions): boolean {
  return ["power", "energy"].some((field) => announced?.of(field) !== undefined);
}

function read(topic: string, json: Readonly<Record<string, unknown>>, options: WireOptions): DecodedValues {
  const hasPhases = ["power_phase_b", "power_phase_c"].some((key) => typeof json[key] === "number");
  const leaves = leavesOf(json).map((leaf) => withDirection(leaf, json));
  return {
    kind: "values",
    ...valuesInFields(topic, leaves, hasPhases ? BY_PHASE : WHOLE_METER, options),
    whole: true,
    isState: true,
    changesOnly: true,
    ...sentAt(json["last_seen"], 1), // a state may be sent again long after
  };
}

/** A power without a sign whose direction stands beside it. */
function withDirection([path, value]: Leaf, json: Readonly<Record<string, unknown>>): Leaf {
  const power = /^power(_[abc])?$/.exec(path);
  const isOut = power !== null && json[`energy_flow${power[1] ?? ""}`] === "producing";
  return isOut && typeof value === "number" ? [path, -Math.abs(value)] : [path, value];
}
