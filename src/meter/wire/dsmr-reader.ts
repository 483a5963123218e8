import type { AssumedUnits } from "../assumed-unit.ts";
import type { DecodedValues, WireDecoder } from "./decoded.ts";
import { fieldTable, jsonObject, jsonStart, leavesOf, numberOfTopic, sentAt, valuesInFields } from "./json-fields.ts";
import { payloadText } from "./payload.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** The gas meter's field, and the time at which it was read. */
const EXTRA = "extra_device_delivered";
const EXTRA_TIME = "extra_device_timestamp";
const GAS = "gasVolumeC1M3";

/** Fields of a reading; the reading's own number has no quantity. */
const FIELDS = fieldTable([
  ["electricity_currently_delivered", "activePowerImportW", "kW"],
  ["electricity_currently_returned", "activePowerExportW", "kW"],
  ["electricity_delivered_1", "activeEnergyImportT1Wh", "kWh"],
  ["electricity_delivered_2", "activeEnergyImportT2Wh", "kWh"],
  ["electricity_returned_1", "activeEnergyExportT1Wh", "kWh"],
  ["electricity_returned_2", "activeEnergyExportT2Wh", "kWh"],
  ["phase_currently_delivered_l#", "activePowerImportL1W", "kW"],
  ["phase_currently_returned_l#", "activePowerExportL1W", "kW"],
  ["phase_voltage_l#", "voltageL1V", "V"],
  ["phase_power_current_l#", "currentL1A", "A"],
  [EXTRA, GAS, "m3"],
]);

/** A key that no other sender's JSON has. */
const SHOWS_READING = /"electricity_(?:currently_)?(?:delivered|returned)(?:_[12])?"\s*:/;
const READING = /^reading\/([^/]+)$/;
const TIMESTAMP = "timestamp";
const WITHOUT_VALUES =
  /^(?:consumption|day-consumption|day-totals|current-period|current-month|current-year|meter-stats)(?:\/|$)/;

/**
 * Values of DSMR-reader: a reading as one JSON object, decimals as texts, or one field a topic below `reading`. A field that is
 * as it was before is not published again: the reading's time, which always is, says that it still holds.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source dsmrreader/dsmr-reader, dsmr_mqtt/models/settings and services/callbacks.py
 */
export const dsmrReader: WireFormat = {
  id: "dsmr-reader",
  accepts: (topic, payload) => {
    if (topic === "json" || READING.test(topic) || WITHOUT_VALUES.test(topic)) return SCORE.topic;
    return topic === "" && SHOWS_READING.test(jsonStart(payload)) ? SCORE.certain : SCORE.none;
  },
  decoder: readingDecoder,
  quantitiesOf: (topic) => {
    const quantity = FIELDS.get(READING.exec(topic)?.[1] ?? "")?.quantity;
    return quantity === undefined ? [] : [quantity];
  },
};

/** Decoder that remembers each field's last value: where only its time is new, a reading still has them. */
function readingDecoder(options: WireOptions): WireDecoder {
  const last = new Map<string, DecodedValues>();
  let extraTime: string | undefined;
  return (topic, payload) => {
    if (WITHOUT_VALUES.test(topic)) return [{ kind: "ignored" }];
    const [, field] = READING.exec(topic) ?? [];
    if (field === undefined) return [wholeReading(topic, payload, options)];
    if (field === TIMESTAMP) return [joined([...last.values()], payloadText(topic, payload).trim(), extraTime)];
    const row = FIELDS.get(field);
    if (field === EXTRA_TIME) extraTime = payloadText(topic, payload).trim();
    if (row === undefined) return [{ kind: "ignored" }];
    const decoded = { ...numberOfTopic(topic, payload, row, options), ...(field === EXTRA && extraAt(extraTime)) };
    last.set(field, decoded);
    return [decoded];
  };
}

function wholeReading(topic: string, payload: Uint8Array, options: WireOptions): DecodedValues {
  const json = jsonObject(topic, payload);
  const { timestamp } = json;
  // A house without gas has the field all the same, with null.
  const leaves = leavesOf(json).filter(([path, value]) => path !== EXTRA || value !== null);
  const read = valuesInFields(topic, leaves, FIELDS, options);
  return {
    kind: "values",
    ...read,
    whole: true,
    ...sentAt(timestamp),
    ...(read.values[GAS] !== undefined && extraAt(json[EXTRA_TIME])),
  };
}

/** All fields at the time of the reading; they may be followed by those that changed. */
function joined(fields: readonly DecodedValues[], timestamp: string, extraTime: string | undefined): DecodedValues {
  const values = Object.assign({}, ...fields.map((field) => field.values)) as DecodedValues["values"];
  const extra = values[GAS] === undefined ? {} : extraAt(extraTime);
  const assumed = Object.assign({}, ...fields.map((field) => field.assumed)) as AssumedUnits;
  return { kind: "values", values, assumed, whole: false, ...sentAt(timestamp), ...extra };
}

/** Time of the gas meter's own reading. */
function extraAt(time: unknown): Pick<DecodedValues, "atMsOf"> {
  const { atMs } = sentAt(time);
  return atMs === undefined ? {} : { atMsOf: { [GAS]: atMs } };
}
