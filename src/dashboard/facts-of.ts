import { WattframeError } from "../errors.ts";
import { valueEntries } from "../history/latest.ts";
import type { TopicRecord } from "../intake/topic-store.ts";
import { bytesOfHex, bytesOfLatin1, hexOf, latin1Of } from "../meter/bytes.ts";
import { isPersonalName } from "../meter/identifier.ts";
import { maskMessage } from "../meter/mask.ts";
import { maskSuspects } from "../meter/mask-text.ts";
import type { Instants } from "../meter/reading.ts";
import { instantsOf } from "../meter/sender-time.ts";
import { scaledDecimal } from "../meter/wire/decimal.ts";
import type { Decoded, DecodedValues } from "../meter/wire/decoded.ts";
import { type Fact, HIDDEN, quantityFact, telegramFacts, unreadFact } from "../meter/wire/fact.ts";
import { jsonFacts } from "../meter/wire/json-facts.ts";
import { fieldName } from "../meter/wire/json-fields.ts";
import { parsedJson } from "../meter/wire/payload.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import { meterDecoder, quantitiesOfTopic, wireFormatOf } from "../meter/wire/wire-formats.ts";

/** Values of one topic's last message. */
export interface TopicFacts {
  readonly facts: readonly Fact[];
  /** Their arrival: a telegram in several messages came with the one that ended it. */
  readonly arrival: Pick<TopicRecord, "at" | "retained">;
  /** Instants at which single quantities were true, by the time that their sender gave them. */
  readonly instants?: Instants;
  /** True for what the reader says of itself: its status, its log, its diagnostics. */
  readonly isOfReader?: boolean;
}

/** Number of bytes shown of a payload that is not text. */
const MAX_HEX_BYTES = 48;
/** YAML takes keys of up to 1024 characters, and six for the escape of one. */
const MAX_KEY = 150;

/**
 * Every value of one topic's last message, identifiers masked.
 * @param topic relative to the meter's prefix
 */
export function factsOf(record: TopicRecord, topic: string, wire: WireOptions): TopicFacts {
  const format = wireFormatOf(topic, record.payload, wire);
  const payload = maskMessage(topic, record.payload, wire.formats);
  const isStatus = topic === format?.status?.topic;
  if (format?.isStream === true && !isStatus) return streamFacts(record, payload);
  const isCut = record.bytes > payload.length;
  const text = utf8(payload, isCut);
  if (text === undefined) return { facts: [hexFact(payload, record.bytes)], arrival: record };
  if (isCut) {
    const facts = record.telegram ? telegramFacts(record.telegram.content) : [cutFact(text, record.bytes)];
    return { facts, arrival: record };
  }
  const decoded = decodedOf(topic, payload, wire);
  const isOfReader = decoded !== "unreadable" && decoded?.some(({ kind }) => OF_READER.has(kind));
  const facts = (isStatus ? undefined : format?.facts?.({ topic, text })) ?? textFacts(topic, text, decoded, wire);
  const instants = Object.assign({}, ...valuesIn(decoded).map((item) => instantsOf(item, record.at))) as Instants;
  return { facts, arrival: record, instants, ...(isOfReader && { isOfReader }) };
}

/** Kinds of messages in which the reader speaks of itself. */
const OF_READER: ReadonlySet<string> = new Set<Decoded["kind"]>(["status", "diagnostics", "ignored"]);

/** Facts of the last whole telegram, or the bytes where none came yet. */
function streamFacts(record: TopicRecord, payload: Uint8Array): TopicFacts {
  const { telegram } = record;
  if (telegram) return { facts: telegramFacts(telegram.content), arrival: telegram };
  const bytes = bytesOfLatin1(maskSuspects(latin1Of(bytesOfHex(payload) ?? payload)));
  return { facts: [hexFact(bytes, record.bytes)], arrival: record };
}

/** The decoded message; undefined where no format reads it. */
function decodedOf(
  topic: string,
  payload: Uint8Array,
  wire: WireOptions,
): readonly Decoded[] | undefined | "unreadable" {
  try {
    return meterDecoder(wire)(topic, payload);
  } catch (thrown) {
    if (thrown instanceof WattframeError) return "unreadable";
    throw thrown;
  }
}

function valuesIn(decoded: ReturnType<typeof decodedOf>): readonly DecodedValues[] {
  return decoded === undefined || decoded === "unreadable" ? [] : decoded.filter((item) => item.kind === "values");
}

/** Facts of any text: the quantities of a telegram and every value of its JSON, else the one value that it is. */
function textFacts(topic: string, text: string, decoded: ReturnType<typeof decodedOf>, wire: WireOptions) {
  const json = /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
  if (json === undefined) return plainFacts(topic, text, decoded, wire);
  if (isPersonalName(topic)) return [{ path: "", value: HIDDEN, isNumber: false }];
  const quantities = valuesIn(decoded).flatMap((item) => telegramFacts({ ...item, unknown: [] }));
  const unknown = new Set(valuesIn(decoded).flatMap((item) => item.unknown ?? []));
  return [...quantities, ...jsonFacts(json).map((fact) => mappable(fact, topic, unknown))];
}

/** A field that its format leaves to the mapping, with the key to write there. */
function mappable(fact: Fact, topic: string, unknown: ReadonlySet<string>): Fact {
  const mappingKey = fieldName(topic, fact.path.replaceAll(".", "/"));
  return unknown.has(mappingKey) && canBeKey(mappingKey) ? { ...fact, mappingKey } : fact;
}

/**
 * A payload that is one value: the quantities that are read from it, with the text as it came where it cannot be read; else
 * a number that can be mapped, else a text.
 */
function plainFacts(
  topic: string,
  text: string,
  decoded: ReturnType<typeof decodedOf>,
  wire: WireOptions,
): readonly Fact[] {
  const items = valuesIn(decoded);
  const values = items.flatMap((item) => valueEntries(item.values));
  if (values.length > 0)
    return values.map(([quantity, value], _, { length }) => quantityFact(pathOf(quantity, length), quantity, value));
  const quantities = quantitiesOfTopic(topic, wire);
  if (quantities.length > 0)
    return quantities.map((quantity, _, { length }) =>
      unreadFact(pathOf(quantity, length), quantity, maskSuspects(text)),
    );
  const plain = text.trim();
  if (scaledDecimal(plain, 0) === undefined) return [{ path: "", value: text, isNumber: false }];
  const fact = { path: "", value: plain, isNumber: true };
  const mappingKey = decoded === undefined ? topic : items.flatMap(({ unknown = [] }) => unknown)[0];
  return [mappingKey !== undefined && canBeKey(mappingKey) ? { ...fact, mappingKey } : fact];
}

/** Path of one of two quantities of one number: a signed net power is shown as its two directions. */
function pathOf(quantity: string, count: number): string {
  if (count === 1) return "";
  return quantity.includes("Export") ? "export" : "import";
}

/** Returns whether a configuration can hold the name as a key. */
function canBeKey(name: string): boolean {
  return name.length <= MAX_KEY && name !== "__proto__";
}

/** Bytes as text; undefined when they are not UTF-8. The end of a payload that was cut may be in the middle of a character. */
function utf8(payload: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload, { stream: isCut });
  } catch {
    return undefined;
  }
}

function hexFact(payload: Uint8Array, bytes: number): Fact {
  const isMore = bytes > MAX_HEX_BYTES;
  const hex = hexOf(payload.subarray(0, MAX_HEX_BYTES));
  return { path: "hex", value: isMore ? `${hex}… (${bytes} bytes)` : hex, isNumber: false };
}

function cutFact(text: string, bytes: number): Fact {
  return { path: "", value: `(beginning of ${bytes} bytes) ${text}`, isNumber: false };
}
