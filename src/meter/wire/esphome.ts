import { WattframeError } from "../../errors.ts";
import type { Quantity, Values } from "../quantity.ts";
import { UNITS } from "../unit.ts";
import { scaledDecimal } from "./decimal.ts";
import { OBJECT_IDS } from "./esphome-object-ids.ts";
import { splitNetPower } from "./net-power.ts";
import { excerpt, payloadText } from "./payload.ts";
import { isReaderTopic, READER_TOPICS } from "./reader-topics.ts";
import type { Decoded, WireFormat, WireMapping, WireOptions } from "./wire-format.ts";

const SENSOR_STATE = /^sensor\/([^/]+)\/state$/;

/**
 * Words for "no value", in small letters: printf of NaN, `publish_nan_as_none`, and the states of Home Assistant, which
 * republishes sensors with them.
 */
const NONE: ReadonlySet<string> = new Set(["", "nan", "-nan", "none", "null", "unavailable", "unknown"]);

/**
 * Values from ESPHome's MQTT sensors: one plain decimal per `sensor/<object_id>/state`, units by {@link OBJECT_IDS} or by the
 * configuration's mapping; nothing is guessed from magnitude. Owns the topics that every reader shares: `status`
 * (`online` or `offline`) and the log on `debug`, which is ignored.
 * @throws WattframeError `WIRE_NUMBER` when the payload is neither a number nor a word for "none", `WIRE_SHAPE` when a
 *   status is neither word, `WIRE_TOO_LARGE`
 * @source ESPHome, components/mqtt/mqtt_component.cpp and mqtt_sensor.cpp
 */
export const esphome: WireFormat = {
  id: "esphome",
  accepts: (topic, _payload, options = {}) =>
    topic === READER_TOPICS.status ||
    topic === READER_TOPICS.log ||
    (!isReaderTopic(topic) && (SENSOR_STATE.test(topic) || mapped(topic, options) !== undefined)),
  decoder: (options) => (topic, payload) => {
    if (topic === READER_TOPICS.log) return [{ kind: "ignored" }];
    const text = payloadText(topic, payload).trim();
    return [topic === READER_TOPICS.status ? status(topic, text) : state(topic, text, options)];
  },
  quantitiesOf: (topic, options) => quantitiesOf(meaningOf(topic, options)),
};

function mapped(topic: string, { mapping }: WireOptions): WireMapping | undefined {
  if (mapping === undefined) return undefined;
  const key = [topic, SENSOR_STATE.exec(topic)?.[1]].find((name) => name !== undefined && Object.hasOwn(mapping, name));
  return key === undefined ? undefined : mapping[key];
}

/** What one topic's number means; absent when neither the mapping nor the table knows. */
function meaningOf(topic: string, options: WireOptions): WireMapping | undefined {
  return mapped(topic, options) ?? OBJECT_IDS.get(objectIdOf(topic));
}

function objectIdOf(topic: string): string {
  return SENSOR_STATE.exec(topic)?.[1] ?? topic;
}

function quantitiesOf(meaning: WireMapping | undefined): readonly Quantity[] {
  return meaning ? (Object.keys(valuesOf(meaning, 0)) as Quantity[]) : [];
}

function status(topic: string, text: string): Decoded {
  if (text === "online" || text === "offline") return { kind: "status", online: text === "online" };
  throw new WattframeError("WIRE_SHAPE", `${topic}: ${excerpt(text)} is neither "online" nor "offline"`, {
    hint: "Leave the reader's birth and will messages at their defaults.",
  });
}

function state(topic: string, text: string, options: WireOptions): Decoded {
  const meaning = meaningOf(topic, options);
  if (meaning === undefined) return { kind: "values", values: {}, whole: false, unknown: [objectIdOf(topic)] };
  if (NONE.has(text.toLowerCase())) return { kind: "values", values: {}, whole: false, none: quantitiesOf(meaning) };
  const value = scaledDecimal(text, UNITS[meaning.unit].exponent);
  if (value === undefined) {
    throw new WattframeError("WIRE_NUMBER", `${topic}: ${excerpt(text)} is not a decimal number`, {
      hint: "Publish plain decimals such as 1.234, without unit or exponent.",
    });
  }
  return { kind: "values", values: valuesOf(meaning, value), whole: false };
}

function valuesOf({ quantity, signed }: WireMapping, value: number): Values {
  return signed === true ? splitNetPower(quantity, value) : { [quantity]: value };
}
