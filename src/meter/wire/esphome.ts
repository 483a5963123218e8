import type { AnnouncedUnit } from "../announced-unit.ts";
import { bytesOfLatin1, latin1Of } from "../bytes.ts";
import { maskRuns } from "../mask-text.ts";
import type { Quantity } from "../quantity.ts";
import { isSameUnit, UNITS } from "../unit.ts";
import type { Decoded } from "./decoded.ts";
import { OBJECT_IDS, OBJECT_IDS_WITHOUT_UNIT } from "./esphome-object-ids.ts";
import { payloadText } from "./payload.ts";
import { announcedMeaning, mappedMeaning, mappedQuantities, mappingOf, readNumber } from "./published-number.ts";
import { ESPHOME_LOG, ESPHOME_STATUS } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

const SENSOR_STATE = /^sensor\/([^/]+)\/state$/;

/**
 * Values from ESPHome's MQTT sensors: one plain decimal per `sensor/<object_id>/state`, with the unit of the configuration's
 * mapping, of the reader's discovery message or, assumed, of {@link OBJECT_IDS}; nothing is guessed from magnitude.
 * @throws WattframeError `WIRE_NUMBER` when the payload is neither a number nor a word for "none", `WIRE_UNIT` when the reader
 *   announces it in no unit of its quantity, `WIRE_TOO_LARGE`
 * @source ESPHome, components/mqtt/mqtt_component.cpp and mqtt_sensor.cpp
 */
export const esphome: WireFormat = {
  id: "esphome",
  accepts: (topic) => (topic === ESPHOME_LOG || SENSOR_STATE.test(topic) ? SCORE.topic : SCORE.none),
  decoder: (options) => (topic, payload) =>
    topic === ESPHOME_LOG ? [{ kind: "ignored" }] : [state(topic, payloadText(topic, payload).trim(), options)],
  status: ESPHOME_STATUS,
  quantitiesOf,
  quantityReadInAnotherUnit,
  mask: (topic, payload) =>
    new RegExp(`(?:^|/)${ESPHOME_LOG}$`).test(topic) ? bytesOfLatin1(maskRuns(latin1Of(payload))) : undefined,
};

function objectIdOf(topic: string): string | undefined {
  return SENSOR_STATE.exec(topic)?.[1];
}

function quantitiesOf(topic: string, options: WireOptions): readonly Quantity[] {
  const objectId = objectIdOf(topic);
  if (objectId === undefined) return [];
  const mapped = mappingOf([topic, objectId], options);
  if (mapped !== undefined) return mappedQuantities(mapped);
  const isAnnounced = options.announced?.of(topic) !== undefined;
  const quantity =
    OBJECT_IDS.get(objectId)?.quantity ?? (isAnnounced ? OBJECT_IDS_WITHOUT_UNIT.get(objectId) : undefined);
  return quantity === undefined ? [] : [quantity];
}

/** Decodes by the configuration, by the reader's own discovery message, or by the name alone, in this order. */
function state(topic: string, text: string, options: WireOptions): Decoded {
  const objectId = objectIdOf(topic) ?? topic;
  const mapped = mappingOf([topic, objectId], options);
  if (mapped !== undefined) return readNumber(topic, text, mappedMeaning(mapped));
  const announced = options.announced?.of(topic);
  const row = OBJECT_IDS.get(objectId);
  const quantity = row?.quantity ?? (announced ? OBJECT_IDS_WITHOUT_UNIT.get(objectId) : undefined);
  if (quantity === undefined) return { kind: "values", values: {}, whole: false, unknown: [objectId] };
  if (announced !== undefined) return readNumber(topic, text, announcedMeaning(topic, quantity, announced));
  if (row === undefined) return { kind: "values", values: {}, whole: false, unknown: [objectId] };
  return readNumber(topic, text, { quantity, unit: UNITS[row.unit] }, { name: objectId, unit: row.unit });
}

function quantityReadInAnotherUnit(
  topic: string,
  before: AnnouncedUnit | undefined,
  options: WireOptions,
): Quantity | undefined {
  const objectId = objectIdOf(topic) ?? topic;
  const row = OBJECT_IDS.get(objectId);
  const was = before === undefined ? row && UNITS[row.unit] : before.unit;
  if (was === undefined || mappingOf([topic, objectId], options) !== undefined) return undefined;
  const unit = options.announced?.of(topic)?.unit;
  if (unit !== undefined && isSameUnit(unit, was)) return undefined;
  return row?.quantity ?? OBJECT_IDS_WITHOUT_UNIT.get(objectId);
}
