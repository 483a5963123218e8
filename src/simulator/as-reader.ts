import { ELECTRICITY_QUANTITIES } from "../meter/quantity.ts";
import { BASE_UNITS, UNITS } from "../meter/unit.ts";
import { TELEGRAM_TOPIC, TELEGRAM_VERSION, wattframeReader } from "../meter/wire/wattframe-reader.ts";
import { type PublishingShape, textMessage } from "./publishing-shape.ts";
import type { SimValues } from "./simulate.ts";
import { subMeterObjects } from "./sub-meter-objects.ts";

/** One JSON object per telegram on `telegram`, not retained. @source doc/reader-protocol.md */
export const asReader: PublishingShape = {
  id: "reader",
  description: "the project's own reader: one JSON telegram",
  format: wattframeReader,
  messages: (telegram, { prefix, bootMs, seq }) => {
    const json = JSON.stringify({
      v: TELEGRAM_VERSION,
      seq,
      up: Math.floor((telegram.atMs - bootMs) / 1000),
      fmt: "efs2",
      clock: telegram.meterClock,
      obis: obisOf(telegram),
      more: moreOf(telegram),
      stat: { ok: seq, bad: 0 },
    });
    return [textMessage(telegram.atMs, `${prefix}/${TELEGRAM_TOPIC}`, json, false)];
  },
};

/** Objects that the reader passes on as texts: those of the meters on the channels. */
function moreOf(telegram: SimValues): Readonly<Record<string, string>> {
  const texts = subMeterObjects(telegram).map(({ code, groups }) => {
    return [code, groups.length === 1 ? groups[0] : groups.map((group) => `(${group})`).join("")];
  });
  return Object.fromEntries(texts) as Record<string, string>;
}

function obisOf({ values }: SimValues): Readonly<Record<string, number>> {
  const obis: Record<string, number> = {};
  for (const { key, obis: code, unit } of ELECTRICITY_QUANTITIES) {
    const value = values[key];
    if (value !== undefined) obis[`1-0:${code}`] = Math.round(value * 10 ** -UNITS[BASE_UNITS[unit].integers].exponent);
  }
  return obis;
}
