import { writeFile } from "node:fs/promises";
import { DATE_FIELDS, type DateField, type ListedLocale } from "../src/view/listed-writer.ts";
import { type DateStyle, dateOptions } from "../src/view/writer.ts";
import { LANGUAGES } from "../src/words/languages.ts";

// Writes listed-locales.json: how the locales of the languages that there are words in write numbers and dates, as Intl says. A region
// is in the list where it writes otherwise than its language does without one.

/** Days and minutes in which every field of a date and of a time shows each of its texts. */
const START = Date.UTC(2026, 0, 1);
const DAYS = Array.from({ length: 400 }, (_, day) => START + day * 86_400_000);
const MINUTES = Array.from({ length: 1_440 }, (_, minute) => START + minute * 60_000);
const TIMES: ReadonlySet<DateStyle> = new Set(["time", "clock"]);

const lists: string[] = [];
const locales: Record<string, ListedLocale | string | null> = {};
/** The first locale that writes in each way. */
const firsts = new Map<string, string>();

for (const { language } of LANGUAGES) {
  const ofLanguage = JSON.stringify(listedLocale(language));
  for (const locale of [language, ...regionsOf(language)]) {
    const listed = listedLocale(locale);
    const way = JSON.stringify(listed);
    if (way !== ofLanguage || locale === language) locales[locale] = (listed && firsts.get(way)) ?? listed;
    if (!firsts.has(way)) firsts.set(way, locale);
  }
}
const text = `${JSON.stringify({ cldr: process.versions["cldr"], lists, locales }, null, 2)}\n`;
await writeFile(new URL("../src/view/listed-locales.json", import.meta.url), text);

/** A language with each region that Intl knows something of: in all others it is written as without a region. */
function regionsOf(language: string): readonly string[] {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const locales = letters.flatMap((a) => letters.map((b) => `${language}-${a}${b}`));
  return locales.filter((locale) => new Intl.NumberFormat(locale).resolvedOptions().locale === locale);
}

function listedLocale(locale: string): ListedLocale | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5);
  const sizes = parts.filter(({ type }) => type === "integer").map(({ value }) => value.length);
  if (parts[0]?.type !== "minusSign" || sizes.join() !== "1,3,3") return null;
  const first = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const isGrouped = (value: number): boolean => new Intl.NumberFormat(locale).formatToParts(value).length > 1;
  const dates = Object.entries(dateOptions(locale)).map(([style, options]) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return [style, listedDate(format, TIMES.has(style as DateStyle) ? MINUTES : DAYS)] as const;
  });
  if (dates.some(([, date]) => date === null)) return null;
  return {
    minus: first("minusSign"),
    decimal: first("decimal"),
    group: first("group"),
    groupedFrom: isGrouped(1_234) ? 4 : 5,
    dates: Object.fromEntries(dates) as ListedLocale["dates"],
  };
}

/** What stands in a date of one style, where each of its fields has a text for each number, and nothing else changes. */
function listedDate(format: Intl.DateTimeFormat, instants: readonly number[]): string | null {
  const texts = new Map<DateField, string[]>();
  const orders = new Set<string>();
  for (const instant of instants) {
    const local = new Date(instant);
    const order = format.formatToParts(local).map(({ type, value }) => {
      if (type === "literal") return value.replaceAll("\u202f", " "); // as V8 does in a whole text
      if (type === "year" && value === String(local.getUTCFullYear())) return "{year}";
      if (!(type in DATE_FIELDS)) return "?";
      const field = type as DateField;
      const list = texts.get(field) ?? [];
      texts.set(field, list);
      const number = DATE_FIELDS[field](local);
      list[number] ??= value;
      return list[number] === value ? `{${field}}` : "?";
    });
    orders.add(order.join(""));
  }
  const [order = "?", ...others] = orders;
  if (others.length > 0 || order.includes("?")) return null;
  return order.replace(/\{(\w+)\}/gu, (text, field) => {
    const list = texts.get(field as DateField);
    return list ? `{${field} ${numberOf(list.join("|"))}}` : text;
  });
}

/** Number of a list of texts, each of which stands there once. */
function numberOf(list: string): number {
  if (!lists.includes(list)) lists.push(list);
  return lists.indexOf(list);
}
