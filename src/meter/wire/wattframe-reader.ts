import { WattframeError } from "../../errors.ts";
import { latin1Of } from "../bytes.ts";
import { QUANTITY_BY_OBIS, type Quantity } from "../quantity.ts";
import { BASE_UNITS, UNITS } from "../unit.ts";
import { scaledNumber } from "./decimal.ts";
import type { Decoded, DecodedValues } from "./decoded.ts";
import { type Fact, quantityFact, unreadFact } from "./fact.ts";
import { jsonFacts } from "./json-facts.ts";
import { jsonFile } from "./json-file.ts";
import { isMeterClock } from "./meter-clock.ts";
import { excerpt, parsedJson, payloadText } from "./payload.ts";
import { RAW_TOPIC } from "./raw-telegrams.ts";
import { ESPHOME_LOG, SHARED_STATUS } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import { groupsOf, SubMeterObjects, type SubMeterValues } from "./sub-meter-objects.ts";
import type { WireFormat } from "./wire-format.ts";

/** The version of the telegram that this decoder reads; a reader that changes meanings raises it. */
export const TELEGRAM_VERSION = 1;

/** Beginning of a telegram on a topic that other formats may use. */
const OPENS_TELEGRAM = /^\s*\{\s*"v"\s*:/;
const OBIS_KEY = /^\d{1,3}-\d{1,3}:(\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/** Topic of the telegrams below the prefix. */
export const TELEGRAM_TOPIC = "telegram";
const DIAGNOSTICS = "diagnostics";
/** Topics of the same node that carry no value of this format. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set([ESPHOME_LOG, RAW_TOPIC]);

/**
 * Values from our own reader: one JSON object per telegram on `telegram`, or on the prefix itself, integers only. Owns
 * `diagnostics`, which carries no value.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER` or `WIRE_TOO_LARGE`
 * @source doc/reader-protocol.md
 */
export const wattframeReader: WireFormat = {
  id: "wattframe-reader",
  accepts: (topic, payload, { format }) => {
    if (topic === TELEGRAM_TOPIC || topic === DIAGNOSTICS) return SCORE.topic;
    if (WITHOUT_VALUES.has(topic)) return SCORE.possible;
    const isTelegram = topic === "" && (format !== undefined || OPENS_TELEGRAM.test(latin1Of(payload.subarray(0, 64))));
    return isTelegram ? SCORE.certain : SCORE.none;
  },
  decoder: () => (topic, payload) => {
    if (WITHOUT_VALUES.has(topic)) return [{ kind: "ignored" }];
    return [topic === DIAGNOSTICS ? readDiagnostics(payload) : readTelegram(topic, payloadText(topic, payload))];
  },
  status: SHARED_STATUS,
  facts: ({ topic, text }) => (topic === TELEGRAM_TOPIC || topic === "" ? readerFacts(text) : undefined),
  file: jsonFile({
    id: "wattframe-reader",
    description: "the reader's JSON, one telegram a line",
    key: "obis",
    read: readTelegram,
  }),
};

/** The diagnostics take half a kilobyte; longer ones are of something else, bytes. */
const MAX_DIAGNOSTICS = 4_096;
/** Longest text of one value of the diagnostics, characters. */
const MAX_TEXT = 200;

/** What the reader says of itself; nothing of a message that is not understood, which is no telegram that could be lost. */
function readDiagnostics(payload: Uint8Array): Decoded {
  const parsed = parsedJson(new TextDecoder().decode(payload.subarray(0, MAX_DIAGNOSTICS)));
  if (!isRecord(parsed)) return { kind: "ignored" };
  const values = jsonFacts(parsed).map(({ path, value }) => [path, value.slice(0, MAX_TEXT)] as const);
  return { kind: "diagnostics", diagnostics: Object.fromEntries(values) };
}

/** Rows of a telegram: its objects by their code, those that cannot be read too. Undefined for anything else. */
function readerFacts(text: string): readonly Fact[] | undefined {
  const telegram = parsedJson(text);
  if (!isRecord(telegram) || telegram["v"] !== TELEGRAM_VERSION || !isRecord(telegram["obis"])) return undefined;
  const { obis: _obis, clock, more, ...rest } = telegram;
  const codes = Object.entries(telegram["obis"]).map(([code, value]) => objectFact(code, value));
  const texts = (isRecord(more) ? jsonFacts(more) : []).map((fact) => {
    const code = fact.path.replace(/^\["(.*)"\]$/s, "$1");
    return { ...fact, path: `more ${code}`, ...(/^\d+-\d+:[\d.]+$/.test(code) && { obis: code }) };
  });
  return [...codes, ...(clock === undefined ? [] : jsonFacts(clock, "clock")), ...texts, ...jsonFacts(rest)];
}

function objectFact(code: string, value: unknown): Fact {
  const path = `obis ${code}`;
  const row = QUANTITY_BY_OBIS.get(OBIS_KEY.exec(code)?.[1] ?? "");
  const isInteger = typeof value === "number" && Number.isSafeInteger(value);
  if (row === undefined) return { path, value: String(value), isNumber: isInteger, obis: code };
  if (!isInteger) return unreadFact(path, row.key, typeof value === "string" ? value : JSON.stringify(value));
  return quantityFact(path, row.key, scaledNumber(value, UNITS[BASE_UNITS[row.unit].integers].exponent));
}

/**
 * The values of one telegram in the reader's JSON; `place` (a topic or a file's line) leads every message.
 * Objects outside the table of quantities are reported by their code, their texts are not kept; of two objects of one
 * quantity (on two channels) the first counts.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE` or `WIRE_NUMBER`
 */
export function readTelegram(place: string, text: string): DecodedValues {
  const telegram = parse(place, text);
  if (telegram["v"] !== TELEGRAM_VERSION) {
    throw shape(place, `"v" must be ${TELEGRAM_VERSION}`, "Update whichever of reader and display is older.");
  }
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  for (const [code, value] of Object.entries(record(place, "obis", telegram["obis"]))) {
    const row = QUANTITY_BY_OBIS.get(OBIS_KEY.exec(code)?.[1] ?? "");
    if (row === undefined || values[row.key] !== undefined) unknown.push(code);
    else values[row.key] = scaledNumber(integer(place, code, value), UNITS[BASE_UNITS[row.unit].integers].exponent);
  }
  const more = telegram["more"] === undefined ? {} : record(place, "more", telegram["more"]);
  const told = clock(place, telegram["clock"]);
  const subMeters = subMetersIn(more, told.meterClock);
  unknown.push(...Object.keys(more).filter((code) => !subMeters.codes.has(code)));
  return {
    kind: "values",
    values: { ...values, ...subMeters.values },
    whole: true,
    ...(Object.keys(subMeters.ageMsOf).length > 0 && { ageMsOf: subMeters.ageMsOf }),
    ...told,
    ...sequence(telegram["seq"], telegram["up"]),
    ...(unknown.length > 0 && { unknown }),
  };
}

/** Values of sub-meters among the objects that the reader passes on as texts. */
function subMetersIn(more: Readonly<Record<string, unknown>>, meterClock: string | undefined): SubMeterValues {
  const objects = new SubMeterObjects();
  for (const [code, text] of Object.entries(more)) {
    if (typeof text === "string") objects.take(code, text.startsWith("(") ? groupsOf(text) : [text]);
  }
  return objects.read(meterClock === undefined ? undefined : { localMs: Date.parse(`${meterClock}Z`) });
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
  if (isRecord(value)) return value;
  throw shape(place, `${name} must be a JSON object`, "See doc/reader-protocol.md.");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function integer(place: string, code: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new WattframeError("WIRE_NUMBER", `${place}: ${code} must be a whole number`, {
    hint: "Values are integers in W, var, Wh, varh, mA, mV or mHz.",
  });
}

/** The telegram's number, which is nothing to refuse a telegram for. */
function sequence(seq: unknown, up: unknown): Pick<DecodedValues, "sequence"> {
  if (!isCount(seq)) return {};
  return { sequence: isCount(up) ? { seq, upS: up } : { seq } };
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);

function clock(place: string, value: unknown): { meterClock?: string } {
  if (value === undefined) return {};
  if (typeof value === "string" && isMeterClock(value)) return { meterClock: value };
  throw shape(place, '"clock" must be YYYY-MM-DDTHH:MM:SS', "Leave the key out when the meter sends no time.");
}

function shape(place: string, what: string, hint: string): WattframeError {
  return new WattframeError("WIRE_SHAPE", `${place}: ${what}`, { hint });
}
