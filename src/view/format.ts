import { writtenLocale } from "./language-of.ts";
import { type DateStyle, intlWriter, type NumberStyle, type Write, type Writer, type WriterFor } from "./writer.ts";

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

/** Texts that are remembered of one formatter: most values of a picture come again in the next. */
const MAX_TEXTS = 256;
const MINUTE_MS = 60_000;

/** The formatting of a locale in a time zone; made once for each pair. */
export const formatFor = formatsBy(intlWriter);

/** Returns what gives the formatting of a locale in a time zone, by what writes each locale; each pair's is made once. */
export function formatsBy(writerFor: WriterFor): (locale: string, timeZone: string) => Format {
  const made = new Map<string, Format>();
  return (locale, timeZone) => {
    const key = `${locale} ${timeZone}`;
    const known = made.get(key);
    if (known) return known;
    const written = writtenLocale(locale);
    const format = createFormat(written, writerFor(written, timeZone));
    made.set(key, format);
    return format;
  };
}

function createFormat(locale: string, writer: Writer): Format {
  const numbers = (style: NumberStyle): Write => remembering(() => writer.number(style));
  const dates = (style: DateStyle): Write => times(() => writer.date(style));
  const whole = numbers(fractionDigits(0));
  // A comma or point between thousands is taken for a decimal one on a wall.
  const grouped = numbers({ ...fractionDigits(0), group: "\u00a0" });
  const one = numbers(fractionDigits(1));
  const two = numbers(fractionDigits(2));
  const exact = numbers({ maximumFractionDigits: 3 });
  const tick = numbers({ maximumFractionDigits: 1 });
  const twoDigits = numbers({ minimumIntegerDigits: 2, maximumFractionDigits: 0 });
  const time = dates("time");
  const shortDate = dates("shortDate");
  const weekdayAndDay = dates("weekdayAndDay");
  const day = dates("day");
  const months = { long: dates("month"), short: dates("shortMonth") };
  const monthsOfYears = { long: dates("monthOfYear"), short: dates("shortMonthOfYear") };
  const weekday = dates("weekday");
  const threeLetters = dates("shortWeekday");
  const shortWeekday = (atMs: number) => threeLetters(atMs).slice(0, 2);
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
    clock: dates("clock"),
    hour: twoDigits,
    date: dates("date"),
    month: (atMs, form = "long") => months[form](atMs),
    monthOfYear: (atMs, form = "long") => monthsOfYears[form](atMs),
    day,
    weekday: (atMs, form = "long") => (form === "short" ? shortWeekday(atMs) : weekday(atMs)),
    weekdayAndDay: (atMs) => weekdayAndDay(atMs).replace(/\.?,? (?:den )?/u, " "),
    shortDate: (atMs) => shortDate(atMs).replace(",", ""),
    age: (ageMs) => formatAge(whole, ageMs),
  };
}

function fractionDigits(digits: number): NumberStyle {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** Writes instants, to the minute at most: time zones are whole minutes apart. */
function times(make: () => Write): Write {
  const ofMinute = remembering(() => {
    const write = make();
    return (minute) => write(minute * MINUTE_MS);
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
