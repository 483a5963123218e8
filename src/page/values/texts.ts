import type { ValueRow } from "../../dashboard/dashboard.ts";
import { QUANTITY, type Quantity } from "../../meter/quantity.ts";
import type { Format } from "../../view/format.ts";
import { ageText } from "../words/format.ts";
import type { PageTime } from "./told.ts";

/** A quantity in words: `Active power import L1` of `activePowerImportL1W`. */
export function quantityText(quantity: Quantity): string {
  const unit = QUANTITY.get(quantity)?.unit ?? "";
  const ending = `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`;
  const words = quantity.slice(0, quantity.length - ending.length).replaceAll(/([A-Z])/g, " $1");
  const text = words.toLowerCase().replaceAll(/\b[lt]\d\b/g, (name) => name.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A row's value for people: numbers that are known as the locale writes them, everything else as it came. */
export function valueText({ value, quantity, isNumber }: ValueRow, format: Format): string {
  const isQuantity = quantity !== undefined || value.includes(".");
  return isNumber && isQuantity ? format.exact(Number(value)) : value;
}

/** How often something comes: `every 10 s`, `every 2.5 min`; empty where that is not known. */
export function rateText(intervalMs: number | undefined): string {
  if (intervalMs === undefined) return "";
  const seconds = intervalMs / 1_000;
  if (seconds < 1) return "every < 1 s";
  if (seconds < 90) return `every ${rounded(seconds)} s`;
  return seconds < 5_400 ? `every ${rounded(seconds / 60)} min` : `every ${rounded(seconds / 3_600)} h`;
}

function rounded(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** What is to be said beside a value of this state; nothing of one that holds. */
export function stateWord(
  { state, retained, check }: Pick<ValueRow, "state" | "retained" | "check">,
  isLive: boolean,
): string {
  if (state === "retained" || (state === "said" && retained)) return "age unknown";
  if (!isLive) return "last known";
  if (state === "stale") return "out of date";
  return check === "wrong" ? "checksum wrong" : "";
}

const DAY_MS = 86_400_000;

/** Since when something is so, in the meter's time zone: `since 14:02`; while the sender's clock is not set, `for 3 min`. */
export function sinceText(atMonoMs: number, time: PageTime, format: Format): string {
  const ageMs = time.age(atMonoMs);
  if (!time.clockSet) return ageMs < 1_000 ? "just now" : `for ${ageText(ageMs).replace(" ago", "")}`;
  const atMs = time.wallMs - ageMs;
  const isToday = ageMs < DAY_MS && format.shortDate(atMs) === format.shortDate(time.wallMs);
  return `since ${isToday ? "" : `${format.shortDate(atMs)} `}${format.time(atMs)}`;
}

const PER_LINE = 16;

/** Bytes sixteen a line, as hex and as the characters that they may be; dots for what is none. */
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
