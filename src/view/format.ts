import { languageOf, writtenLocale } from "./language-of.ts";

/** A number and its unit, apart: they are drawn in different sizes. */
export interface Amount {
  readonly number: string;
  readonly unit: string;
}

/** A text with a capital at its beginning. */
export function capitalised(text: string, locale: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);
}

/** A figure, marked where parts of it are not known. */
export function marked(figure: string, approx: boolean | undefined): string {
  return approx ? `≈ ${figure}` : figure;
}

/** Writes numbers, times and dates the way one locale does. Nothing else in the program turns a number into text. */
export interface Format {
  readonly locale: string;
  /** Power in the unit asked for: kW with one decimal, W in tens. The sign is not written: the direction is said in words. */
  power(powerW: number, unit: "kW" | "W"): Amount;
  /** Power in kW with one decimal and its sign, where no word says the direction. */
  signedKilowatts(powerW: number): string;
  /** Current with one decimal, signed. */
  amperes(currentA: number): string;
  /** Energy in kWh: one decimal below 100, none from there, its thousands apart by a space. */
  kilowattHours(energyWh: number): string;
  /** A volume in cubic metres: two decimals below 10, one below 100, none from there. */
  cubicMetres(volumeM3: number): string;
  /** A share of one, two decimals. */
  share(value: number): string;
  /** Any number as it is, to three decimals. */
  exact(value: number): string;
  /** A counter in whole kWh, its thousands apart by a space. */
  counter(energyWh: number): string;
  /** A whole number as the locale groups it. */
  whole(value: number): string;
  /** Kilowatts on an axis: as few digits as distinguish the ticks. */
  tick(kilowatts: number): string;
  /** Hour and minute. */
  time(atMs: number): string;
  /** Hour and minute, after the weekday where that is not the day of `nowMs`. */
  moment(atMs: number, nowMs: number): string;
  /** Hour and minute of the clock on the wall, which has no room for a.m. and p.m. */
  clock(atMs: number): string;
  /** The hour alone, two digits, for an axis. */
  hour(hour: number): string;
  /** Weekday, day and month in words. */
  date(atMs: number): string;
  /** Name of the month, as a heading or short. */
  month(atMs: number, form?: "long" | "short"): string;
  /** Month and year, long or short. */
  monthOfYear(atMs: number, form?: "long" | "short"): string;
  /** Day and month, short. */
  day(atMs: number): string;
  /** Name of the weekday, or its first two letters. */
  weekday(atMs: number, form?: "long" | "short"): string;
  /** Weekday, short, and day of the month. */
  weekdayAndDay(atMs: number): string;
  /** Weekday and date, short. */
  shortDate(atMs: number): string;
  /** An age in its largest unit, such as `3 min`. */
  age(ageMs: number): string;
}

/** Writes a number, or an instant. */
type Write = (value: number) => string;

/** Texts that are remembered of one formatter: most values of a picture come again in the next. */
const MAX_TEXTS = 256;
const MINUTE_MS = 60_000;

/** Languages whose short month is as long as a word: there dates have the number of the month. */
const NUMERIC_MONTHS: ReadonlySet<string> = new Set(["fi"]);

const cache = new Map<string, Format>();

/** The formatting of a locale in a time zone; made once for each pair. */
export function formatFor(locale: string, timeZone: string): Format {
  const key = `${locale} ${timeZone}`;
  const format = cache.get(key) ?? createFormat(writtenLocale(locale), timeZone);
  cache.set(key, format);
  return format;
}

function createFormat(locale: string, timeZone: string): Format {
  const whole = numbers(locale, fractionDigits(0));
  const grouped = numbers(locale, fractionDigits(0), spaced);
  const one = numbers(locale, fractionDigits(1));
  const two = numbers(locale, fractionDigits(2));
  const exact = numbers(locale, { maximumFractionDigits: 3 });
  const tick = numbers(locale, { maximumFractionDigits: 1 });
  const time = times(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  const clock = times(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = times(locale, { timeZone, weekday: "long", day: "numeric", month: "long" });
  const month = NUMERIC_MONTHS.has(languageOf(locale)) ? "numeric" : "short";
  const shortDate = times(locale, { timeZone, weekday: "short", day: "numeric", month });
  const weekdayAndDay = times(locale, { timeZone, weekday: "short", day: "numeric" });
  const day = times(locale, { timeZone, day: "numeric", month });
  const months = {
    long: times(locale, { timeZone, month: "long" }),
    short: times(locale, { timeZone, month: "short" }),
  };
  const monthsOfYears = {
    long: times(locale, { timeZone, month: "long", year: "numeric" }),
    short: times(locale, { timeZone, month: "short", year: "numeric" }),
  };
  const weekday = times(locale, { timeZone, weekday: "long" });
  const threeLetters = times(locale, { timeZone, weekday: "short" });
  const shortWeekday = (atMs: number) => threeLetters(atMs).slice(0, 2);
  const twoDigits = numbers(locale, { minimumIntegerDigits: 2 });
  return {
    locale,
    power: (powerW, unit) =>
      unit === "kW"
        ? { number: one(Math.abs(Math.round(powerW / 100)) / 10), unit }
        : { number: whole(Math.abs(Math.round(powerW / 10)) * 10), unit },
    signedKilowatts: (powerW) => minus(one(unsignedZero(powerW / 1_000, 1))),
    amperes: (currentA) => minus(one(unsignedZero(currentA, 1))),
    kilowattHours: (energyWh) => short(energyWh / 1_000, one, grouped),
    cubicMetres: (volumeM3) => (volumeM3 < 9.995 ? two(volumeM3) : short(volumeM3, one, grouped)),
    share: two,
    exact: (value) => minus(exact(unsignedZero(value, 3))),
    counter: (energyWh) => grouped(Math.floor(energyWh / 1_000)),
    whole,
    tick: (kilowatts) => minus(tick(unsignedZero(kilowatts, 1))),
    time,
    moment: (atMs, nowMs) => (day(atMs) === day(nowMs) ? time(atMs) : `${shortWeekday(atMs)} ${time(atMs)}`),
    clock,
    hour: twoDigits,
    date,
    month: (atMs, form = "long") => months[form](atMs),
    monthOfYear: (atMs, form = "long") => monthsOfYears[form](atMs),
    day,
    weekday: (atMs, form = "long") => (form === "short" ? shortWeekday(atMs) : weekday(atMs)),
    weekdayAndDay: (atMs) => weekdayAndDay(atMs).replace(/\.?,? (?:den )?/u, " "),
    shortDate: (atMs) => shortDate(atMs).replace(",", ""),
    age: (ageMs) => formatAge(whole, ageMs),
  };
}

function fractionDigits(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** Writes numbers in a locale's way. */
function numbers(
  locale: string,
  options: Intl.NumberFormatOptions,
  text = (format: Intl.NumberFormat, value: number) => format.format(value),
): Write {
  return remembering(() => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => text(format, value);
  });
}

/** Writes instants in a locale's way, to the minute at most: time zones are whole minutes apart. */
function times(locale: string, options: Intl.DateTimeFormatOptions): Write {
  const ofMinute = remembering(() => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (minute) => format.format(minute * MINUTE_MS);
  });
  return (atMs) => ofMinute(Math.floor(atMs / MINUTE_MS));
}

/** What is made when it is needed, with the texts of the values that came last remembered. */
function remembering(make: () => Write): Write {
  const texts = new Map<number, string>();
  let made: Write | undefined;
  return (value) => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    made ??= make();
    const text = made(value + 0); // 0 for −0, which is one value to a map
    if (texts.size >= MAX_TEXTS) texts.clear();
    texts.set(value, text);
    return text;
  };
}

/** A number with one decimal below 100, and none from there. */
function short(value: number, one: Write, grouped: Write): string {
  return Math.abs(value) < 99.95 ? one(unsignedZero(value, 1)) : grouped(Math.round(value));
}

/** Zero instead of a negative number that rounds to zero, so that "−0,0" is never written. */
function unsignedZero(value: number, digits: number): number {
  return Math.abs(value) * 10 ** digits < 0.5 ? 0 : value;
}

/** A number with a space between its thousands: a comma or point there is taken for a decimal one on a wall. */
function spaced(format: Intl.NumberFormat, value: number): string {
  const parts = format.formatToParts(value).map(({ type, value: part }) => (type === "group" ? "\u00a0" : part));
  return parts.join("");
}

/** A minus sign as wide as a digit; some locales write a hyphen. */
function minus(text: string): string {
  return text.replace("-", "−");
}

/** Unit symbols of the SI and those accepted with it, the same in every language. */
function formatAge(whole: Write, ageMs: number): string {
  const seconds = ageMs / 1_000;
  if (seconds < 100) return `${whole(seconds)} s`;
  if (seconds < 6_000) return `${whole(seconds / 60)} min`;
  if (seconds < 360_000) return `${whole(seconds / 3_600)} h`;
  return `${whole(seconds / 86_400)} d`;
}
