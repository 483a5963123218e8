import type { TopicRecord } from "../intake/topic-store.ts";
import { bytesOfHex, hexOf } from "../meter/bytes.ts";
import { isPersonalName } from "../meter/identifier.ts";
import { maskMessage } from "../meter/mask.ts";
import { READER_TOPICS } from "../meter/wire/reader-topics.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import { jsonFacts } from "./json-facts.ts";
import { readerJsonFacts } from "./reader-json-facts.ts";
import type { RowFacts } from "./row-facts.ts";
import { stateFacts } from "./state-facts.ts";
import { telegramFacts } from "./telegram-facts.ts";

/** Of bytes that are no text this many are shown. */
const MAX_HEX_BYTES = 48;

/**
 * Every value of one topic's last message, identifiers masked. A raw telegram is the last whole one, for it may have come
 * in several messages.
 * @param topic relative to the meter's prefix
 */
export function factsOf(record: TopicRecord, topic: string, wire: WireOptions): RowFacts[] {
  const isTelegram = topic === READER_TOPICS.raw || topic === READER_TOPICS.telegram;
  if (topic === READER_TOPICS.raw && record.telegram) return telegramFacts(record.telegram.content);
  const payload = maskMessage(topic, record.payload);
  const isCut = record.bytes > payload.length;
  const text = utf8(payload, isCut);
  if (topic === READER_TOPICS.raw) return [hexFact(bytesOfHex(payload) ?? payload, record.bytes)];
  if (text === undefined) return [hexFact(payload, record.bytes)];
  const json = isCut || !/^\s*[[{]/.test(text) ? undefined : parsed(text);
  if (json === undefined) {
    if (isCut && isTelegram && record.telegram) return telegramFacts(record.telegram.content);
    return isCut ? [cutFact(text, record.bytes)] : stateFacts(topic, text, wire);
  }
  if (isPersonalName(topic)) return [{ path: "", value: "(identifier, not shown)", isNumber: false }];
  return (topic === READER_TOPICS.telegram ? readerJsonFacts(topic, text) : undefined) ?? jsonFacts(json);
}

/** Bytes as text; absent when they are not UTF-8. The end of a payload that was cut may stand in the middle of a character. */
function utf8(payload: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload, { stream: isCut });
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hexFact(payload: Uint8Array, bytes: number): RowFacts {
  const isMore = bytes > MAX_HEX_BYTES;
  const hex = hexOf(payload.subarray(0, MAX_HEX_BYTES));
  return { path: "hex", value: isMore ? `${hex}… (${bytes} bytes)` : hex, isNumber: false };
}

function cutFact(text: string, bytes: number): RowFacts {
  return { path: "", value: `(beginning of ${bytes} bytes) ${text}`, isNumber: false };
}
