import type { ValueRow } from "../../dashboard/dashboard.ts";
import type { Quantity } from "../../meter/quantity.ts";
import { fill } from "../../view/fill.ts";
import type { Amount, Format } from "../../view/format.ts";
import type { PageWords, QuantityStem } from "../../words/page-words.ts";
import { type Language, lengthText } from "../words/format.ts";
import type { PageTime } from "./told.ts";

/** Quantity in words: `Active power import L1` for `activePowerImportL1W`. */
export function quantityText(quantity: Quantity, { values }: PageWords): string {
  const [, stem = "", direction = "", part = ""] = NAME.exec(quantity) ?? [];
  const way = direction === "" ? "" : direction === "Import" ? values.import : values.export;
  return [values.quantities[stem as QuantityStem], way, part].filter(Boolean).join(" ");
}

/** Parts of a quantity's name: kind, direction, phase, tariff or channel, before the unit. */
const NAME = /^((?:hotWater|[a-z]+)(?:Power|Energy|Volume)?)(Import|Export)?([LTC]\d)?/u;

/** Larger units in which the page writes values, as the pictures do, by base unit. */
const LARGER: Readonly<Record<string, string>> = { W: "kW", var: "kvar", Wh: "kWh", varh: "kvarh" };
const KILO = 1_000;

/** Value of a row and its unit: numbers as the locale writes them, energy and large powers in thousands, texts as they came. */
export function valueText({ value, quantity, isNumber, unit: base }: ValueRow, format: Format): Amount {
  const unit: string = base === "m3" ? "m³" : (base ?? "");
  if (!isNumber || (quantity === undefined && !value.includes("."))) return { number: value, unit };
  const number = Number(value);
  const larger = LARGER[unit];
  const isLarge = larger !== undefined && (unit.endsWith("h") || Math.abs(number) >= KILO);
  return isLarge ? { number: format.exact(number / KILO), unit: larger } : { number: format.exact(number), unit };
}

/** Intervals after which a value that does not come counts as having stopped. */
const MISSED = 5;

/** Rate of a topic: `every 10 s`, `every 2.5 min`; empty where it is unknown, or the topic has stopped. */
export function rateText(intervalMs: number | undefined, ageMs: number, { page, format }: Language): string {
  if (intervalMs === undefined || ageMs > MISSED * Math.max(intervalMs, KILO)) return "";
  return fill(page.everyTime, { age: intervalText(intervalMs / KILO, format) });
}

function intervalText(seconds: number, format: Format): string {
  const rounded = (value: number) => format.exact(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  if (seconds < 1) return "< 1 s";
  if (seconds < 90) return `${rounded(seconds)} s`;
  return seconds < 5_400 ? `${rounded(seconds / 60)} min` : `${rounded(seconds / 3_600)} h`;
}

/** Note beside a value that may be out of date; empty for one that holds. */
export function stateWord(
  { state, retained, check }: Pick<ValueRow, "state" | "retained" | "check">,
  isLive: boolean,
  page: PageWords,
): string {
  if (state === "retained" || (state === "said" && retained)) return page.values.ageUnknown;
  if (!isLive) return page.values.lastKnown;
  if (state === "stale") return page.outOfDate;
  return check === "wrong" ? page.values.checksum : "";
}

const DAY_MS = 86_400_000;

/** Start of a state in the meter's time zone: `since 14:02`; while the sender's clock is not set, `for 3 min`. */
export function sinceText(atMonoMs: number, time: PageTime, language: Language): string {
  const { format, page } = language;
  const ageMs = time.age(atMonoMs);
  if (!time.clockSet) {
    const age = lengthText(ageMs, language);
    return age === "" ? page.values.justNow : fill(page.values.duration, { age });
  }
  const atMs = time.wallMs - ageMs;
  const isToday = ageMs < DAY_MS && format.shortDate(atMs) === format.shortDate(time.wallMs);
  return fill(page.values.since, { time: `${isToday ? "" : `${format.shortDate(atMs)} `}${format.time(atMs)}` });
}

const PER_LINE = 16;

/** Bytes, sixteen per line, as hex and as characters, with dots for unprintable ones. */
export function hexLines(hex: string): string {
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += 2 * PER_LINE) {
    const digits = hex.slice(at, at + 2 * PER_LINE).match(/../g) ?? [];
    const text = digits.map((pair) => characterOf(Number.parseInt(pair, 16))).join("");
    lines.push(`${(at / 2).toString(16).padStart(4, "0")}  ${digits.join(" ").padEnd(3 * PER_LINE)} ${text}`);
  }
  return lines.join("\n");
}

function characterOf(byte: number): string {
  return byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : "·";
}
