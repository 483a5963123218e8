import { WattframeError } from "../../errors.ts";
import type { AssumedUnit } from "../assumed-unit.ts";
import { latin1Of } from "../bytes.ts";
import { isoInstantMs } from "../iso-instant.ts";
import { PHASES } from "../phases.ts";
import { type Quantity, without } from "../quantity.ts";
import type { UnitName } from "../unit.ts";
import { numberIn } from "./decimal.ts";
import type { DecodedValues } from "./decoded.ts";
import { excerpt, parsedJson, payloadText } from "./payload.ts";
import {
  announcedMeaning,
  assumedUnits,
  type Meaning,
  mappedMeaning,
  mappingOf,
  readNumber,
  valuesOf,
} from "./published-number.ts";
import type { WireMapping, WireOptions } from "./wire-format.ts";

/** Meaning of the fields of a JSON message by their path, levels separated by slashes. */
export type Fields = ReadonlyMap<string, WireMapping>;

/** One row of a table of fields: path (`#` stands for the phase), quantity (that of L1 for a phase), unit, whether it is net power. */
export type FieldRow = readonly [path: string, quantity: Quantity, unit: UnitName, signed?: "signed"];

/** Scalar of a JSON message with its path. */
export type Leaf = readonly [path: string, value: unknown];

/** Bounds: the largest honest message has about a hundred values on three levels. */
const MAX_DEPTH = 4;
const MAX_LEAVES = 500;
/** Bytes in which a message shows what it is. */
const SHOWN_BYTES = 4_096;

/** Table of fields; rows of one phase stand for all three, under the maker's names of the phases. */
export function fieldTable(rows: readonly FieldRow[], phases: readonly string[] = ["1", "2", "3"]): Fields {
  const fields = new Map<string, WireMapping>();
  for (const [path, quantity, unit, signed] of rows) {
    const meaning = (named: Quantity): WireMapping => ({ quantity: named, unit, signed: signed !== undefined });
    if (!path.includes("#")) fields.set(path, meaning(quantity));
    else
      for (const [i, phase] of PHASES.entries())
        fields.set(path.replace("#", phases[i] ?? ""), meaning(quantity.replace("L1", phase) as Quantity));
  }
  return fields;
}

/**
 * The JSON object that a payload is.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE` when it is JSON of another kind, `WIRE_TOO_LARGE`
 */
export function jsonObject(topic: string, payload: Uint8Array): Readonly<Record<string, unknown>> {
  const text = payloadText(topic, payload);
  const json = parsedJson(text);
  const hint = "See with wattframe record what is published there.";
  if (json === undefined) throw new WattframeError("WIRE_JSON", `${topic}: not JSON: ${excerpt(text)}`, { hint });
  if (isRecord(json)) return json;
  throw new WattframeError("WIRE_SHAPE", `${topic}: not a JSON object: ${excerpt(text)}`, { hint });
}

/** Tells whether a value is a JSON object, no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Beginning of a payload that looks like a JSON object, as text; empty for any other payload. */
export function jsonStart(payload: Uint8Array): string {
  const text = latin1Of(payload.subarray(0, SHOWN_BYTES));
  return /^\s*\{/.test(text) ? text : "";
}

/** Every scalar of a JSON value with its path, list items by their index; bounded in depth and count. */
export function leavesOf(json: unknown, path = "", depth = 0): Leaf[] {
  if (typeof json !== "object" || json === null) return [[path, json]];
  if (depth >= MAX_DEPTH) return [];
  return Object.entries(json)
    .flatMap(([key, value]) => leavesOf(value, path === "" ? key : `${path}/${key}`, depth + 1))
    .slice(0, MAX_LEAVES);
}

/** Name of a field in a mapping and in announcements: its path as if it were levels of the topic. */
export function fieldName(topic: string, path: string): string {
  return topic === "" ? path : `${topic}/${path}`;
}

/**
 * Values of the fields that are known, by the configuration's mapping, else by the table in the unit that the reader announces
 * or else in that of the table. Of two fields of one quantity the first counts.
 * @throws WattframeError `WIRE_NUMBER` for a known field that is neither a number nor a word for "none", `WIRE_UNIT`
 */
export function valuesInFields(
  topic: string,
  leaves: readonly Leaf[],
  fields: Fields,
  options: WireOptions,
): Pick<DecodedValues, "values" | "none" | "assumed"> {
  const values: { [Q in Quantity]?: number } = {};
  const assumed: { [Q in Quantity]?: AssumedUnit } = {};
  const none: Quantity[] = [];
  for (const [path, value] of leaves) {
    const [name, row] = [fieldName(topic, path), fields.get(path)];
    const meaning = meaningOf(name, row, options);
    if (meaning === undefined) continue;
    const read = readField(`${topic}: ${path}`, value, meaning);
    const fresh = without(read.values, Object.keys(values) as Quantity[]);
    Object.assign(values, fresh);
    if (row && isAssumed(name, options))
      Object.assign(assumed, assumedUnits(fresh, { topic, ...assumedBy(name, row), text: String(value) }));
    none.push(...(read.none ?? []));
  }
  const missing = none.filter((quantity) => values[quantity] === undefined);
  return {
    values,
    ...(missing.length > 0 && { none: missing }),
    ...(Object.keys(assumed).length > 0 && { assumed }),
  };
}

/**
 * Values of a topic that carries one number, by the same rules.
 * @throws WattframeError `WIRE_NUMBER`, `WIRE_UNIT`, `WIRE_TOO_LARGE`
 */
export function numberOfTopic(
  topic: string,
  payload: Uint8Array,
  row: WireMapping,
  options: WireOptions,
): DecodedValues {
  const meaning = meaningOf(topic, row, options) ?? mappedMeaning(row);
  const assumed = isAssumed(topic, options) ? assumedBy(topic, row) : undefined;
  return readNumber(topic, payloadText(topic, payload).trim(), meaning, assumed);
}

/**
 * The sender's own time: ISO 8601 with its zone, or a number since 1970 where the sender has such; nothing else says when.
 * @param numberUnitMs unit of numbers; without it a number is no time
 */
export function sentAt(time: unknown, numberUnitMs?: number): Pick<DecodedValues, "atMs"> {
  const numberMs = typeof time === "number" && numberUnitMs !== undefined ? time * numberUnitMs : undefined;
  const atMs = typeof time === "string" ? isoInstantMs(time) : numberMs;
  return atMs === undefined ? {} : { atMs };
}

function assumedBy(name: string, { unit, signed }: WireMapping): Omit<AssumedUnit, "topic" | "text"> {
  return { name, unit, ...(signed && { signed }) };
}

/** Returns whether a unit follows from the name alone. */
function isAssumed(name: string, options: WireOptions): boolean {
  return mappingOf([name], options) === undefined && options.announced?.of(name) === undefined;
}

function meaningOf(name: string, row: WireMapping | undefined, options: WireOptions): Meaning | undefined {
  const mapped = mappingOf([name], options);
  if (mapped !== undefined) return mappedMeaning(mapped);
  if (row === undefined) return undefined;
  const announced = options.announced?.of(name);
  if (announced === undefined) return mappedMeaning(row);
  return { ...announcedMeaning(name, row.quantity, announced), signed: row.signed };
}

function readField(place: string, value: unknown, meaning: Meaning): Pick<DecodedValues, "values" | "none"> {
  const { quantity, unit, signed } = meaning;
  if (value === null || typeof value === "string") return readNumber(place, value ?? "", meaning);
  const number = typeof value === "number" ? numberIn(unit, value) : Number.NaN;
  if (Number.isFinite(number)) return { values: valuesOf(quantity, number, signed) };
  throw new WattframeError("WIRE_NUMBER", `${place}: ${excerpt(JSON.stringify(value))} is not a decimal number`, {
    hint: "Map the field to another quantity, or update what publishes it.",
  });
}
