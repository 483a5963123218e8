import { localOffsetMs } from "../meter/local-time.ts";
import { formatsBy } from "./format.ts";
import listed from "./listed-locales.json" with { type: "json" };
import { type DateStyle, intlWriter, type NumberStyle, type Write, type Writer } from "./writer.ts";

/**
 * How a locale writes, as text: of each style of a date what stands in it, with fields such as `{month 3}`, which is the
 * running month's text in the list of that number.
 */
export interface ListedLocale {
  readonly minus: string;
  readonly decimal: string;
  readonly group: string;
  /** Digits from which thousands are set apart. */
  readonly groupedFrom: number;
  readonly dates: Readonly<Record<DateStyle, string>>;
}

/** What the fields of a date are counted by, from zero. */
export const DATE_FIELDS = {
  weekday: (local: Date) => local.getUTCDay(),
  day: (local: Date) => local.getUTCDate() - 1,
  month: (local: Date) => local.getUTCMonth(),
  hour: (local: Date) => local.getUTCHours(),
  dayPeriod: (local: Date) => local.getUTCHours(),
  minute: (local: Date) => local.getUTCMinutes(),
} as const;
export type DateField = keyof typeof DATE_FIELDS;

/** From here on digits of a number would be lost, and Intl writes it. */
const TOO_MUCH = 1e12;
/** Below this a number is written as a power of ten, and rounds to nothing. */
const TOO_LITTLE = 1e-6;

const lists: readonly string[] = listed.lists;
/** How a locale writes: as another does, or null where the list cannot say. */
const locales: Readonly<Record<string, ListedLocale | string | null>> = listed.locales;

/** The formatting of pictures, of a locale in a time zone; made once for each pair. */
export const pictureFormat = formatsBy(listedWriter);

/**
 * Numbers and dates as Intl writes them, for the locales of the languages that there are words in. They come from a list: Intl reads the
 * names of all the world's locales first, which takes a tenth of a start and of an idle kiosk's memory.
 */
export function listedWriter(locale: string, timeZone: string): Writer {
  const known = listedLocale(locale);
  const intl = intlWriter(locale, "UTC");
  const local = (write: Write): Write => {
    return (atMs) => write(atMs + localOffsetMs(atMs, timeZone)); // the runtime may not know a zone that the system knows
  };
  return {
    number: known ? (style) => numbers(known, style, intl) : intl.number,
    date: (style) => local(known ? dates(known, style) : intl.date(style)),
  };
}

/** A region that is not listed writes as its language does. */
function listedLocale(locale: string): ListedLocale | undefined | null {
  const [, language = ""] = /^([a-z]{2})(?:-[A-Z]{2})?$/.exec(locale) ?? [];
  const known = locale in locales ? locales[locale] : locales[language];
  return typeof known === "string" ? listedLocale(known) : known;
}

function numbers({ minus, decimal, group, groupedFrom }: ListedLocale, style: NumberStyle, intl: Writer): Write {
  const {
    minimumIntegerDigits = 1,
    minimumFractionDigits = 0,
    maximumFractionDigits,
    group: separator = group,
  } = style;
  return (value) => {
    const size = Math.abs(value);
    if (!(size < TOO_MUCH)) return intl.number(style)(value);
    // A power of ten in the text of a number rounds it as it is read: 1.005 to 1.01, though it is stored as a little less.
    const rounded = size < TOO_LITTLE ? 0 : Math.round(Number(`${size}e${maximumFractionDigits}`));
    const digits = String(rounded).padStart(minimumIntegerDigits + maximumFractionDigits, "0");
    const whole = digits.slice(0, digits.length - maximumFractionDigits);
    const fraction = digits.slice(whole.length);
    let end = fraction.length;
    while (end > minimumFractionDigits && fraction[end - 1] === "0") end--;
    const grouped = whole.length < groupedFrom ? whole : whole.replace(/\B(?=(?:\d{3})+$)/gu, separator);
    return `${value < 0 ? minus : ""}${grouped}${end > 0 ? decimal : ""}${fraction.slice(0, end)}`;
  };
}

/** Writes local times, counted in milliseconds as if they were UTC. */
function dates({ dates: styles }: ListedLocale, style: DateStyle): Write {
  const parts = Array.from(styles[style].matchAll(/\{(\w+)(?: (\d+))?\}|[^{]+/gu), ([text, field, list]) => {
    if (field === undefined) return () => text;
    if (field === "year") return (local: Date) => String(local.getUTCFullYear());
    const texts = lists[Number(list)]?.split("|") ?? [];
    return (local: Date) => texts[DATE_FIELDS[field as DateField](local)] ?? "";
  });
  return (localMs) => {
    const local = new Date(localMs);
    return parts.map((part) => part(local)).join("");
  };
}
