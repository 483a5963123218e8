import { WattframeError } from "../../errors.ts";
import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { UNITS, type Unit, type UnitName } from "../unit.ts";
import { scaledInteger } from "./decimal.ts";
import { isMeterClock } from "./meter-clock.ts";
import { excerpt, payloadText } from "./payload.ts";
import { READER_TOPICS } from "./reader-topics.ts";
import type { Decoded, WireFormat } from "./wire-format.ts";

/** The version of the telegram that this decoder reads; a reader that changes meanings raises it. */
export const TELEGRAM_VERSION = 1;

/** The units of the telegram's integers. */
export const TELEGRAM_UNITS = {
  W: "W",
  var: "var",
  Wh: "Wh",
  varh: "varh",
  A: "mA",
  V: "mV",
  Hz: "mHz",
} as const satisfies Record<Unit, UnitName>;

const OBIS_KEY = /^\d{1,3}-\d{1,3}:(\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/** A telegram after decoding: always values, always whole. */
export type TelegramValues = Extract<Decoded, { kind: "values" }>;

/**
 * Values from our own reader: one JSON object per telegram on `telegram`, integers only. Owns `diagnostics`, which carries
 * no value; `status` belongs to the esphome row, for the reader is an ESPHome node too.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER` or `WIRE_TOO_LARGE`
 * @source doc/reader-protocol.md
 */
export const wattframeReader: WireFormat = {
  id: "wattframe-reader",
  accepts: (topic) => topic === READER_TOPICS.telegram || topic === READER_TOPICS.diagnostics,
  decoder: () => (topic, payload) =>
    topic === READER_TOPICS.diagnostics ? [{ kind: "ignored" }] : [readTelegram(topic, payloadText(topic, payload))],
};

/**
 * The values of one telegram in the reader's JSON; `place` (a topic or a file's line) leads every message.
 * Objects outside the table of quantities are reported by their code, their texts are not kept; of two objects of one
 * quantity (on two channels) the first counts.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE` or `WIRE_NUMBER`
 */
export function readTelegram(place: string, text: string): TelegramValues {
  const telegram = parse(place, text);
  if (telegram["v"] !== TELEGRAM_VERSION) {
    throw shape(place, `"v" must be ${TELEGRAM_VERSION}`, "Update whichever of reader and display is older.");
  }
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  for (const [code, value] of Object.entries(record(place, "obis", telegram["obis"]))) {
    const row = QUANTITY_BY_OBIS.get(OBIS_KEY.exec(code)?.[1] ?? "");
    if (row === undefined || values[row.key] !== undefined) unknown.push(code);
    else values[row.key] = scaledInteger(integer(place, code, value), UNITS[TELEGRAM_UNITS[row.unit]].exponent);
  }
  if (telegram["more"] !== undefined) unknown.push(...Object.keys(record(place, "more", telegram["more"])));
  return {
    kind: "values",
    values,
    whole: true,
    ...clock(place, telegram["clock"]),
    ...sequence(telegram["seq"], telegram["up"]),
    ...(unknown.length > 0 && { unknown }),
  };
}

function parse(place: string, text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new WattframeError("WIRE_JSON", `${place}: not JSON: ${excerpt(text)}`, {
      hint: "A telegram is one JSON object, see doc/reader-protocol.md.",
      cause,
    });
  }
  return record(place, "the telegram", parsed);
}

function record(place: string, name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw shape(place, `${name} must be a JSON object`, "See doc/reader-protocol.md.");
}

function integer(place: string, code: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new WattframeError("WIRE_NUMBER", `${place}: ${code} must be a whole number`, {
    hint: "Values are integers in W, var, Wh, varh, mA, mV or mHz.",
  });
}

/** The telegram's number, which is nothing to refuse a telegram for. */
function sequence(seq: unknown, up: unknown): Pick<TelegramValues, "sequence"> {
  if (!isCount(seq)) return {};
  return { sequence: isCount(up) ? { seq, upS: up } : { seq } };
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);

function clock(place: string, value: unknown): { meterClock?: string } {
  if (value === undefined) return {};
  if (typeof value === "string" && isMeterClock(value)) return { meterClock: value };
  throw shape(place, '"clock" must be YYYY-MM-DDTHH:MM:SS', "Leave the key out when the meter tells no time.");
}

function shape(place: string, what: string, hint: string): WattframeError {
  return new WattframeError("WIRE_SHAPE", `${place}: ${what}`, { hint });
}
