import { dlmsHdlc } from "../meter/wire/dlms-hdlc.ts";
import { dlmsMbus } from "../meter/wire/dlms-mbus.ts";
import { p1Ascii } from "../meter/wire/p1-ascii.ts";
import { RAW_TOPIC } from "../meter/wire/raw-telegrams.ts";
import { encodeHdlc, type FrameOptions } from "./encode-hdlc.ts";
import { encodeMbus } from "./encode-mbus.ts";
import { encodeP1 } from "./encode-p1.ts";
import type { PublishingShape, ShapeContext } from "./publishing-shape.ts";
import type { SimValues } from "./simulate.ts";
import { subMeterObjects } from "./sub-meter-objects.ts";

/** The meter's ASCII telegram as bytes on `raw`, not retained. */
export const asP1: PublishingShape = {
  id: "p1",
  description: "the meter's own bytes: ASCII telegrams (P1, EFS2) on raw",
  format: p1Ascii,
  messages: (telegram, { prefix, seq, seal = (plain) => plain }) => {
    const { atMs, values, meterClock } = telegram;
    return [rawMessage(atMs, prefix, seal(encodeP1(values, { meterClock, others: subMeterObjects(telegram) }), seq))];
  },
};

/** The meter's binary telegram as bytes on `raw`, not retained. */
export const asHdlc: PublishingShape = {
  id: "hdlc",
  description: "the meter's own bytes: binary telegrams (HDLC, EFS) on raw",
  format: dlmsHdlc,
  messages: (telegram, context) => [
    rawMessage(telegram.atMs, context.prefix, encodeHdlc(telegram.values, frameOptions(telegram, context))),
  ],
};

/** The same in M-Bus frames. */
export const asMbus: PublishingShape = {
  id: "mbus",
  description: "the meter's own bytes: binary telegrams (M-Bus frames) on raw",
  format: dlmsMbus,
  messages: (telegram, context) => [
    rawMessage(telegram.atMs, context.prefix, encodeMbus(telegram.values, frameOptions(telegram, context))),
  ],
};

function frameOptions({ meterClock }: SimValues, { seq, seal }: ShapeContext): FrameOptions {
  return { meterClock, ...(seal && { seal: (plain: Uint8Array) => seal(plain, seq) }) };
}

function rawMessage(atMs: number, prefix: string, payload: Uint8Array) {
  return { atMs, topic: `${prefix}/${RAW_TOPIC}`, payload, retain: false, qos: 0 as const };
}
