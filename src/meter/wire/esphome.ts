import { WattframeError } from "../../errors.ts";
import type { AnnouncedUnit } from "../announced-unit.ts";
import { QUANTITY, type Quantity, type Values } from "../quantity.ts";
import { UNITS, type UnitName } from "../unit.ts";
import { scaledDecimal } from "./decimal.ts";
import { OBJECT_IDS, OBJECT_IDS_WITHOUT_UNIT } from "./esphome-object-ids.ts";
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
 * Values from ESPHome's MQTT sensors: one plain decimal per `sensor/<object_id>/state`, with the unit of the configuration's
 * mapping, of the reader's discovery message or, assumed, of {@link OBJECT_IDS}; nothing is guessed from magnitude. Owns the topics that every reader shares: `status`
 * (`online` or `offline`) and the log on `debug`, which is ignored.
 * @throws WattframeError `WIRE_NUMBER` when the payload is neither a number nor a word for "none", `WIRE_UNIT` when the reader
 *   announces it in no unit of its quantity, `WIRE_SHAPE` when a status is neither word, `WIRE_TOO_LARGE`
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
  quantitiesOf,
};

function mapped(topic: string, { mapping }: WireOptions): WireMapping | undefined {
  if (mapping === undefined) return undefined;
  const key = [topic, SENSOR_STATE.exec(topic)?.[1]].find((name) => name !== undefined && Object.hasOwn(mapping, name));
  return key === undefined ? undefined : mapping[key];
}

function objectIdOf(topic: string): string {
  return SENSOR_STATE.exec(topic)?.[1] ?? topic;
}

/** What a topic's number would be of, whether or not it can be read. */
function quantitiesOf(topic: string, options: WireOptions): readonly Quantity[] {
  const mapping = mapped(topic, options);
  if (mapping !== undefined) return Object.keys(valuesOf(mapping.quantity, 0, mapping.signed)) as Quantity[];
  const objectId = objectIdOf(topic);
  const isTold = options.told?.of(topic) !== undefined;
  const quantity = OBJECT_IDS.get(objectId)?.quantity ?? (isTold ? OBJECT_IDS_WITHOUT_UNIT.get(objectId) : undefined);
  return quantity === undefined ? [] : [quantity];
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
  const { quantity, exponent, signed, assumed } = meaning;
  if (NONE.has(text.toLowerCase())) {
    return { kind: "values", values: {}, whole: false, none: quantitiesOf(topic, options) };
  }
  const value = scaledDecimal(text, exponent);
  if (value === undefined) {
    throw new WattframeError("WIRE_NUMBER", `${topic}: ${excerpt(text)} is not a decimal number`, {
      hint: "Publish plain decimals such as 1.234, without unit or exponent.",
    });
  }
  const values = valuesOf(quantity, value, signed);
  return {
    kind: "values",
    values,
    whole: false,
    ...(assumed && { assumed: { topic, name: objectIdOf(topic), unit: assumed, text } }),
  };
}

/** What the number of one topic means, with the power of ten to the base unit. */
interface Meaning {
  readonly quantity: Quantity;
  readonly exponent: number;
  readonly signed?: boolean | undefined;
  /** The unit where only the name speaks for it. */
  readonly assumed?: UnitName;
}

/** The word of the configuration, of the reader's own discovery message, or of the name alone, in this order. */
function meaningOf(topic: string, options: WireOptions): Meaning | undefined {
  const mapping = mapped(topic, options);
  if (mapping !== undefined) return { ...mapping, exponent: UNITS[mapping.unit].exponent };
  const objectId = objectIdOf(topic);
  const row = OBJECT_IDS.get(objectId);
  const quantity = row?.quantity ?? OBJECT_IDS_WITHOUT_UNIT.get(objectId);
  if (quantity === undefined) return undefined;
  const told = options.told?.of(topic);
  if (told !== undefined) return { quantity, exponent: toldExponent(topic, quantity, told) };
  return row && { quantity, exponent: UNITS[row.unit].exponent, assumed: row.unit };
}

function toldExponent(topic: string, quantity: Quantity, { text, unit }: AnnouncedUnit): number {
  const base = QUANTITY.get(quantity)?.unit;
  if (unit !== undefined && unit.base === base) return unit.exponent;
  throw new WattframeError("WIRE_UNIT", `${topic}: the reader announces it in ${excerpt(text)}, not in ${base}`, {
    hint: `If it is ${quantity} all the same, say so with its unit in the meter's mapping.`,
  });
}

/**
 * The quantity of a topic that was read in another unit until the reader announced this one; undefined where nothing was
 * read, where both are the same, and where the configuration says what it is.
 * @param before the unit that the reader had announced earlier, if it had
 */
export function quantityReadInAnotherUnit(
  topic: string,
  before: AnnouncedUnit | undefined,
  options: WireOptions,
): Quantity | undefined {
  const row = OBJECT_IDS.get(objectIdOf(topic));
  const was = before === undefined ? row && UNITS[row.unit] : before.unit;
  if (was === undefined || mapped(topic, options) !== undefined) return undefined;
  const unit = options.told?.of(topic)?.unit;
  if (unit?.base === was.base && unit.exponent === was.exponent) return undefined;
  return row?.quantity ?? OBJECT_IDS_WITHOUT_UNIT.get(objectIdOf(topic));
}

function valuesOf(quantity: Quantity, value: number, signed = false): Values {
  return signed ? splitNetPower(quantity, value) : { [quantity]: value };
}
