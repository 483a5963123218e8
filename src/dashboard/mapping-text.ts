import type { Quantity } from "../meter/quantity.ts";
import type { UnitName } from "../meter/unit.ts";
import type { ValueRow } from "./dashboard.ts";

/** Texts that YAML takes for plain as a key, and never for a number, a word such as `yes`, or a date. */
const PLAIN = /^[A-Za-z][\w]*(?:\/[A-Za-z]\w*)*$/;
const WORDS: ReadonlySet<string> = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/**
 * The lines of a configuration that make the kiosk read the topic of a row: indented as they are below `- name: …` of
 * `meters:`. No part of the topic's name can be read as anything else.
 * @param row one that has a `mappingKey`
 * @param signed a net power whose negative import is an export
 */
export function mappingText(
  { mappingKey = "" }: Pick<ValueRow, "mappingKey">,
  quantity: Quantity,
  unit: UnitName,
  signed: boolean,
): string {
  return [
    "    mapping:",
    `      ${keyText(mappingKey)}:`,
    `        quantity: ${quantity}`,
    `        unit: ${unit}`,
    ...(signed ? ["        signed: true"] : []),
    "",
  ].join("\n");
}

function keyText(key: string): string {
  if (PLAIN.test(key) && !WORDS.has(key.toLowerCase())) return key;
  // JSON is YAML; what is not seen, and what turns the direction of text, is escaped beyond what JSON asks for.
  return JSON.stringify(key).replace(/[^\x20-\x7e]/gu, escaped);
}

function escaped(character: string): string {
  if (/[\p{L}\p{N}]/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
