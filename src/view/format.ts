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

const decimals = (locale: string, digits: number) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });

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
  const whole = decimals(locale, 0);
  const one = decimals(locale, 1);
  const two = decimals(locale, 2);
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const tick = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long" });
  const month = NUMERIC_MONTHS.has(languageOf(locale)) ? "numeric" : "short";
  const shortDate = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric", month });
  const weekdayAndDay = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric" });
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month });
  const months = {
    long: new Intl.DateTimeFormat(locale, { timeZone, month: "long" }),
    short: new Intl.DateTimeFormat(locale, { timeZone, month: "short" }),
  };
  const monthsOfYears = {
    long: new Intl.DateTimeFormat(locale, { timeZone, month: "long", year: "numeric" }),
    short: new Intl.DateTimeFormat(locale, { timeZone, month: "short", year: "numeric" }),
  };
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long" });
  const threeLetters = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short" });
  const shortWeekday = (atMs: number) => threeLetters.format(atMs).slice(0, 2);
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return {
    locale,
    power: (powerW, unit) =>
      unit === "kW"
        ? { number: one.format(Math.abs(Math.round(powerW / 100)) / 10), unit }
        : { number: whole.format(Math.abs(Math.round(powerW / 10)) * 10), unit },
    signedKilowatts: (powerW) => minus(one.format(unsignedZero(powerW / 1_000, 1))),
    amperes: (currentA) => minus(one.format(unsignedZero(currentA, 1))),
    kilowattHours: (energyWh) => short(energyWh / 1_000, one, whole),
    cubicMetres: (volumeM3) => (volumeM3 < 9.995 ? two.format(volumeM3) : short(volumeM3, one, whole)),
    share: (value) => two.format(value),
    exact: (value) => minus(exact.format(unsignedZero(value, 3))),
    counter: (energyWh) => spaced(whole, Math.floor(energyWh / 1_000)),
    whole: (value) => whole.format(value),
    tick: (kilowatts) => minus(tick.format(unsignedZero(kilowatts, 1))),
    time: (atMs) => time.format(atMs),
    moment: (atMs, nowMs) =>
      day.format(atMs) === day.format(nowMs) ? time.format(atMs) : `${shortWeekday(atMs)} ${time.format(atMs)}`,
    clock: (atMs) => clock.format(atMs),
    hour: (hour) => twoDigits.format(hour),
    date: (atMs) => date.format(atMs),
    month: (atMs, form = "long") => months[form].format(atMs),
    monthOfYear: (atMs, form = "long") => monthsOfYears[form].format(atMs),
    day: (atMs) => day.format(atMs),
    weekday: (atMs, form = "long") => (form === "short" ? shortWeekday(atMs) : weekday.format(atMs)),
    weekdayAndDay: (atMs) => weekdayAndDay.format(atMs).replace(/\.?,? (?:den )?/u, " "),
    shortDate: (atMs) => shortDate.format(atMs).replace(",", ""),
    age: (ageMs) => formatAge(whole, ageMs),
  };
}

/** A number with one decimal below 100, and none from there. */
function short(value: number, one: Intl.NumberFormat, whole: Intl.NumberFormat): string {
  return Math.abs(value) < 99.95 ? one.format(unsignedZero(value, 1)) : spaced(whole, Math.round(value));
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
function formatAge(whole: Intl.NumberFormat, ageMs: number): string {
  const seconds = ageMs / 1_000;
  if (seconds < 100) return `${whole.format(seconds)} s`;
  if (seconds < 6_000) return `${whole.format(seconds / 60)} min`;
  if (seconds < 360_000) return `${whole.format(seconds / 3_600)} h`;
  return `${whole.format(seconds / 86_400)} d`;
}
