import { fill } from "../../view/fill.ts";
import { type Format, formatFor } from "../../view/format.ts";
import { languageOf, writtenLocale } from "../../view/language-of.ts";
import { browserWordsFor } from "../../words/browser-languages.ts";
import type { Counted, PageWords } from "../../words/page-words.ts";
import type { BrowserWords } from "../../words/words.ts";

/** Words, numbers and times of one user at one place. */
export interface Language {
  /** BCP 47 locale with hours from 0 to 23. */
  readonly locale: string;
  readonly timeZone: string;
  readonly words: BrowserWords;
  readonly page: PageWords;
  readonly format: Format;
  /** Writes a time of day with seconds. */
  readonly clock: Intl.DateTimeFormat;
}

const made = new Map<string, Language>();

/**
 * Language of a locale whose words are loaded, in a time zone. Numbers and times follow the locale where there are words for it, and the words
 * otherwise, so that a page never mixes two languages.
 */
export function languageFor(locale: string, timeZone: string): Language {
  const words = browserWordsFor(locale);
  const key = `${words.language} ${locale} ${timeZone}`;
  const language = made.get(key) ?? createLanguage(words, locale, timeZone);
  made.set(key, language);
  return language;
}

function createLanguage(words: BrowserWords, wanted: string, timeZone: string): Language {
  const near = languageOf(wanted) === words.language ? writtenLocale(wanted) : `${words.language}-GB`;
  const locale = new Intl.Locale(near, { hourCycle: "h23" }).toString();
  const time = { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const clock = new Intl.DateTimeFormat(locale, time);
  return { locale, timeZone, words, page: words.page, format: formatFor(locale, timeZone), clock };
}

/** Text with a number: the singular for one, otherwise the plural. */
export function counted({ one, many }: Counted, count: number, format: Format): string {
  return count === 1 ? one : fill(many, { count: format.whole(count) });
}

/** Minute of the day, 0 to 1439, as `20:05`. */
export function minuteText(minute: number, { locale }: Language): string {
  return languageFor(locale, "UTC").format.time(minute * 60_000);
}

/**
 * Moment as a time of day with seconds, after the date where that is another day.
 * @param atMs milliseconds since 1970 UTC
 * @param nowMs the present, likewise
 */
export function momentText(atMs: number, nowMs: number, { format, clock }: Language): string {
  const time = clock.format(atMs);
  const day = format.shortDate(atMs);
  return day === format.shortDate(nowMs) ? time : `${day} ${time}`;
}

/** Units of time, the largest first; milliseconds. */
const UNITS = [
  { ms: 3_600_000, unit: "h" },
  { ms: 60_000, unit: "min" },
  { ms: 1_000, unit: "s" },
] as const;
const DAY_MS = 86_400_000;

/** Length of time in its largest whole unit, such as `12 s` or `2 days`; empty below a second. */
export function lengthText(lengthMs: number, { page, format }: Language): string {
  if (lengthMs >= DAY_MS) return counted(page.days, Math.floor(lengthMs / DAY_MS), format);
  const unit = UNITS.find(({ ms }) => lengthMs >= ms);
  return unit === undefined ? "" : `${format.whole(Math.floor(lengthMs / unit.ms))} ${unit.unit}`;
}

/**
 * Age in its largest whole unit: `12 s ago`, `in 5 min`, `now` within a second.
 * @param ageMs negative for the future
 */
export function ageText(ageMs: number, language: Language): string {
  const age = lengthText(Math.abs(ageMs), language);
  if (age === "") return language.page.now;
  return fill(ageMs < 0 ? language.page.ahead : language.page.ago, { age });
}
