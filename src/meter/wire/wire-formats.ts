import type { AnnouncedUnit } from "../announced-unit.ts";
import type { Quantity } from "../quantity.ts";
import { amsreader } from "./amsreader.ts";
import type { WireDecoder } from "./decoded.ts";
import { dlmsHdlc } from "./dlms-hdlc.ts";
import { dlmsMbus } from "./dlms-mbus.ts";
import { dsmrReader } from "./dsmr-reader.ts";
import { esphome } from "./esphome.ts";
import { evcc } from "./evcc.ts";
import { homewizard } from "./homewizard.ts";
import { mapping } from "./mapping.ts";
import { p1Ascii } from "./p1-ascii.ts";
import { statusDecoder } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import { shelly } from "./shelly.ts";
import { tasmota } from "./tasmota.ts";
import { wattframeReader } from "./wattframe-reader.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

/** Every way in which a meter's messages can be read; the one with the highest score reads a message. */
export const WIRE_FORMATS: readonly WireFormat[] = [
  esphome,
  wattframeReader,
  p1Ascii,
  dlmsHdlc,
  dlmsMbus,
  amsreader,
  dsmrReader,
  tasmota,
  shelly,
  zigbee2mqtt,
  evcc,
  homewizard,
  mapping,
];

/** The formats that are tried on one meter's messages: the one that the configuration names, and its mapping; or all. */
function formatsOf({ format, formats = WIRE_FORMATS }: WireOptions): readonly WireFormat[] {
  return format === undefined ? formats : formats.filter(({ id }) => id === format || id === mapping.id);
}

/** Score of a message for one format, its status topic included; see {@link SCORE}. */
export function scoreOf(format: WireFormat, topic: string, payload: Uint8Array, options: WireOptions): number {
  if (topic === format.status?.topic) return format.status.score ?? SCORE.topic;
  return format.accepts(topic, payload, options);
}

/** The format that reads a message on a topic relative to the meter's prefix; absent when none does. */
export function wireFormatOf(topic: string, payload: Uint8Array, options: WireOptions = {}): WireFormat | undefined {
  return bestOf(formatsOf(options), topic, payload, options);
}

function bestOf(
  formats: readonly WireFormat[],
  topic: string,
  payload: Uint8Array,
  options: WireOptions,
): WireFormat | undefined {
  let best: WireFormat | undefined;
  let most: number = SCORE.none;
  for (const format of formats) {
    const score = scoreOf(format, topic, payload, options);
    if (score > most) [best, most] = [format, score];
  }
  return best;
}

/** Quantities of a topic that carries one number, whether or not its payload can be read; empty for other topics. */
export function quantitiesOfTopic(topic: string, options: WireOptions = {}): readonly Quantity[] {
  const rows = formatsOf(options).map((format) => format.quantitiesOf?.(topic, options) ?? []);
  return rows.find((quantities) => quantities.length > 0) ?? [];
}

/**
 * Quantity of a topic that was read in another unit until the reader announced this one; undefined where nothing was read,
 * where both are the same, and where the configuration says what it is.
 * @param before the unit that the reader had announced earlier, if it had
 */
export function quantityReadInAnotherUnit(
  topic: string,
  before: AnnouncedUnit | undefined,
  options: WireOptions,
): Quantity | undefined {
  for (const format of formatsOf(options)) {
    const quantity = format.quantityReadInAnotherUnit?.(topic, before, options);
    if (quantity !== undefined) return quantity;
  }
  return undefined;
}

/**
 * Decodes all messages of one meter, whatever their format: one decoder per kind of stream, so that raw bytes cut into
 * several messages meet again. Absent when no format reads the message.
 * @throws WattframeError as the formats do
 */
export function meterDecoder(
  options: WireOptions = {},
): (topic: string, payload: Uint8Array) => ReturnType<WireDecoder> | undefined {
  const decoders = new Map<WireFormat["decoder"], WireDecoder>();
  const formats = formatsOf(options);
  return (topic, payload) => {
    const format = bestOf(formats, topic, payload, options);
    if (format === undefined) return undefined;
    if (topic === format.status?.topic) return statusDecoder(format.status)(topic, payload);
    const decode = decoders.get(format.decoder) ?? format.decoder(options);
    decoders.set(format.decoder, decode);
    return decode(topic, payload);
  };
}
