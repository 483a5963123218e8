import type { Quantity } from "../quantity.ts";
import { dlmsHdlc } from "./dlms-hdlc.ts";
import { esphome } from "./esphome.ts";
import { p1Ascii } from "./p1-ascii.ts";
import { wattframeReader } from "./wattframe-reader.ts";
import type { WireDecoder, WireFormat, WireOptions } from "./wire-format.ts";

/** Every way in which a meter's messages can be read; exactly one accepts each message that any reads. */
export const WIRE_FORMATS = [esphome, wattframeReader, p1Ascii, dlmsHdlc] as const satisfies readonly WireFormat[];

/** The format that reads a message on a topic relative to the meter's prefix; absent when none does. */
export function wireFormatOf(topic: string, payload: Uint8Array, options: WireOptions = {}): WireFormat | undefined {
  return WIRE_FORMATS.find((format) => format.accepts(topic, payload, options));
}

/** What a topic that carries one number is about, whether or not its payload can be read; empty for other topics. */
export function quantitiesOfTopic(topic: string, options: WireOptions = {}): readonly Quantity[] {
  const formats: readonly WireFormat[] = WIRE_FORMATS;
  return formats.flatMap((format) => format.quantitiesOf?.(topic, options) ?? []);
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
  return (topic, payload) => {
    const format = wireFormatOf(topic, payload, options);
    if (format === undefined) return undefined;
    const decode = decoders.get(format.decoder) ?? format.decoder(options);
    decoders.set(format.decoder, decode);
    return decode(topic, payload);
  };
}
