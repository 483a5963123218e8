import { languageOf } from "./language-of.ts";

/** How numbers of one sort are written. */
export interface NumberStyle {
  readonly minimumIntegerDigits?: number;
  readonly minimumFractionDigits?: number;
  readonly maximumFractionDigits: number;
  /** What stands between the thousands, in place of what the locale has there. */
  readonly group?: string;
}

/** Sorts of times and dates that are written. */
export type DateStyle =
  | "time"
  | "clock"
  | "date"
  | "shortDate"
  | "weekdayAndDay"
  | "day"
  | "month"
  | "shortMonth"
  | "monthOfYear"
  | "shortMonthOfYear"
  | "weekday"
  | "shortWeekday";

/** Writes a number, or an instant in milliseconds since 1970 UTC. */
export type Write = (value: number) => string;

/** Numbers as one locale writes them, and times and dates of one time zone. */
export interface Writer {
  number(style: NumberStyle): Write;
  date(style: DateStyle): Write;
}

/** Languages whose short month is as long as a word: there dates have the number of the month. */
const NUMERIC_MONTHS: ReadonlySet<string> = new Set(["fi"]);

/** What a locale is asked for in each style. */
export function dateOptions(locale: string): Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> {
  const month = NUMERIC_MONTHS.has(languageOf(locale)) ? "numeric" : "short";
  return {
    time: { hour: "2-digit", minute: "2-digit" },
    clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    date: { weekday: "long", day: "numeric", month: "long" },
    shortDate: { weekday: "short", day: "numeric", month },
    weekdayAndDay: { weekday: "short", day: "numeric" },
    day: { day: "numeric", month },
    month: { month: "long" },
    shortMonth: { month: "short" },
    monthOfYear: { month: "long", year: "numeric" },
    shortMonthOfYear: { month: "short", year: "numeric" },
    weekday: { weekday: "long" },
    shortWeekday: { weekday: "short" },
  };
}

/** What makes the writer of a locale in a time zone. */
export type WriterFor = (locale: string, timeZone: string) => Writer;

/** The runtime's own formats: they know every locale, and the first one makes it list them all. */
export function intlWriter(locale: string, timeZone: string): Writer {
  return {
    number: ({ group, ...options }) => {
      const format = new Intl.NumberFormat(locale, options);
      if (group === undefined) return (value) => format.format(value);
      return (value) =>
        format
          .formatToParts(value)
          .map(({ type, value: part }) => (type === "group" ? group : part))
          .join("");
    },
    date: (style) => {
      const format = new Intl.DateTimeFormat(locale, { ...dateOptions(locale)[style], timeZone });
      return (atMs) => format.format(atMs);
    },
  };
}
