import { valueEntries } from "../history/latest.ts";
import { maskSuspects } from "../meter/mask-raw.ts";
import { scaledDecimal } from "../meter/wire/decimal.ts";
import { esphome } from "../meter/wire/esphome.ts";
import { isReaderTopic } from "../meter/wire/reader-topics.ts";
import type { Decoded, WireOptions } from "../meter/wire/wire-format.ts";
import { quantityFacts } from "./quantity-facts.ts";
import type { RowFacts } from "./row-facts.ts";

/** YAML takes keys of up to 1024 characters, and six for the escape of one. */
const MAX_KEY = 150;
const SENSOR_STATE = /^sensor\/([^/]+)\/state$/;

/**
 * A payload that is one value: a sensor's state as the tables or the configuration's mapping know it, else a number that
 * can be mapped, else a text. A signed net power is two rows, as the kiosk splits it.
 */
export function stateFacts(topic: string, text: string, wire: WireOptions): RowFacts[] {
  const known = knownFacts(topic, text, wire);
  if (known !== undefined) return known;
  const plain = text.trim();
  if (scaledDecimal(plain, 0) === undefined) return [{ path: "", value: text, isNumber: false }];
  const fact = { path: "", value: plain, isNumber: true };
  if (isReaderTopic(topic)) return [fact];
  const mappingKey = SENSOR_STATE.exec(topic)?.[1] ?? topic;
  return [canBeKey(mappingKey) ? { ...fact, mappingKey } : fact];
}

/** Whether a configuration can hold the name as a key. */
function canBeKey(name: string): boolean {
  return name.length <= MAX_KEY && name !== "__proto__";
}

/** The quantities that the kiosk reads from it; absent when it reads none. */
function knownFacts(topic: string, text: string, wire: WireOptions): RowFacts[] | undefined {
  const payload = new TextEncoder().encode(text);
  if (isReaderTopic(topic) || !esphome.accepts(topic, payload, wire)) return undefined;
  let decoded: readonly Decoded[];
  try {
    decoded = esphome.decoder(wire)(topic, payload);
  } catch {
    return [{ path: "", value: maskSuspects(text), isNumber: false }]; // it is masked as the failure is that the intake keeps
  }
  const values = decoded.flatMap((item) => (item.kind === "values" ? valueEntries(item.values) : []));
  if (values.length === 0) return undefined;
  const isSplit = values.length > 1;
  return values.map(([quantity, value]) => quantityFacts(isSplit ? partOf(quantity) : "", quantity, value));
}

function partOf(quantity: string): string {
  return quantity.includes("Export") ? "export" : "import";
}
