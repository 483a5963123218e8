import { fieldName, jsonObject, jsonStart, leavesOf, valuesInFields } from "./json-fields.ts";
import { payloadText } from "./payload.ts";
import { mappedMeaning, mappedQuantities, mappingOf, readNumber } from "./published-number.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/**
 * Numbers of any sender where the configuration's mapping tells their meaning: one plain decimal per topic, or fields of JSON
 * that no other format reads. It is tried whatever format the configuration names.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER` or `WIRE_TOO_LARGE`
 */
export const mapping: WireFormat = {
  id: "mapping",
  accepts: (topic, payload, options) => {
    if (mappingOf([topic], options) !== undefined) return SCORE.configured;
    return hasMappedField(topic, payload, options) ? SCORE.possible : SCORE.none;
  },
  decoder: (options) => (topic, payload) => {
    const row = mappingOf([topic], options);
    if (row !== undefined) return [readNumber(topic, payloadText(topic, payload).trim(), mappedMeaning(row))];
    const leaves = leavesOf(jsonObject(topic, payload));
    return [{ kind: "values", ...valuesInFields(topic, leaves, new Map(), options), whole: true, isState: true }];
  },
  quantitiesOf: (topic, options) => {
    const row = mappingOf([topic], options);
    return row === undefined ? [] : mappedQuantities(row);
  },
};

/** Tells whether a payload is a JSON object with a field that is mapped. */
function hasMappedField(topic: string, payload: Uint8Array, { mapping: rows = {} }: WireOptions): boolean {
  const names = Object.keys(rows);
  const start = names.length > 0 ? jsonStart(payload) : "";
  if (start === "") return false;
  const beginning = fieldName(topic, "");
  return names.some((name) => {
    const [field = ""] = name.startsWith(beginning) ? name.slice(beginning.length).split("/") : [];
    return field !== "" && start.includes(JSON.stringify(field));
  });
}
