import { dlmsHdlc } from "../meter/wire/dlms-hdlc.ts";
import { p1Ascii } from "../meter/wire/p1-ascii.ts";
import { RAW_TOPIC } from "../meter/wire/raw-telegrams.ts";
import { encodeHdlc } from "./encode-hdlc.ts";
import { encodeP1 } from "./encode-p1.ts";
import type { PublishingShape } from "./publishing-shape.ts";

/** The meter's ASCII telegram as bytes on `raw`, not retained. */
export const asP1: PublishingShape = {
  id: "p1",
  description: "the meter's own bytes: ASCII telegrams (P1, EFS2) on raw",
  format: p1Ascii,
  messages: ({ atMs, values, meterClock }, { prefix }) => [rawMessage(atMs, prefix, encodeP1(values, { meterClock }))],
};

/** The meter's binary telegram as bytes on `raw`, not retained. */
export const asHdlc: PublishingShape = {
  id: "hdlc",
  description: "the meter's own bytes: binary telegrams (HDLC, EFS) on raw",
  format: dlmsHdlc,
  messages: ({ atMs, values, meterClock }, { prefix }) => [
    rawMessage(atMs, prefix, encodeHdlc(values, { meterClock })),
  ],
};

function rawMessage(atMs: number, prefix: string, payload: Uint8Array) {
  return { atMs, topic: `${prefix}/${RAW_TOPIC}`, payload, retain: false, qos: 0 as const };
}
