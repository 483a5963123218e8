import { WattframeError } from "../errors.ts";
import { isoInstantMs } from "../meter/iso-instant.ts";
import { epochOfLocal, localIso } from "../meter/local-time.ts";

const MINUTE_MS = 60_000;
/** By how much clocks are set back. */
const SET_BACK_MS = [30, 60, 120].map((minutes) => minutes * MINUTE_MS);

/** An instant as a file writes it. */
export interface FileTime {
  readonly ms: number;
  /** True where only the date is written. */
  readonly isDate: boolean;
}

/**
 * Times of a file's rows, in the order of the rows: where the clock is set back, a local time that comes for the second time
 * is the second one.
 */
export class FileTimes {
  readonly #timeZone: string | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(timeZone: string | undefined) {
    this.#timeZone = timeZone;
  }

  /**
   * Reads a time: with a zone, as seconds or milliseconds since 1970, or local (`2026-01-15 18:00`, `15.01.2026 18:00`).
   * @returns undefined where it is no time, or the clock on the wall never showed it
   * @throws WattframeError `USAGE` when it is local and no zone is known
   */
  read(text: string): FileTime | undefined {
    const absolute = absoluteMs(text);
    const local = absolute === undefined ? localText(text) : undefined;
    if (absolute === undefined && local === undefined) return undefined;
    const ms = absolute ?? this.#localMs(local ?? "");
    if (ms === undefined) return undefined;
    this.#lastMs = ms;
    return { ms, isDate: local !== undefined && local.length === 10 };
  }

  #localMs(local: string): number | undefined {
    const timeZone = this.#timeZone;
    if (timeZone === undefined)
      throw new WattframeError("USAGE", `the times of the file have no zone ("${local}")`, {
        hint: "Name it: --time-zone Europe/Helsinki, for example.",
      });
    const iso = local.length === 10 ? `${local}T00:00:00` : local;
    try {
      const ms = epochOfLocal(local, timeZone);
      // Where the clock skips midnight, a date begins at the first instant after it.
      if (local.length > 10 && localIso(ms, timeZone) !== iso) return undefined;
      if (ms > this.#lastMs) return ms;
      return SET_BACK_MS.map((backMs) => ms + backMs).find((second) => localIso(second, timeZone) === iso) ?? ms;
    } catch (thrown) {
      if (thrown instanceof WattframeError) return undefined;
      throw thrown;
    }
  }
}

function absoluteMs(text: string): number | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/u.test(text)) return Math.round(Number(text) * 1_000);
  if (/^\d{12,13}(?:\.\d+)?$/u.test(text)) return Math.round(Number(text));
  return isoInstantMs(text.replace(/^(\d{4}-\d{2}-\d{2}) /u, "$1T").replace(/ (?=Z|[+-]\d{2}:?\d{2}$)/u, ""));
}

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)$/u;
const DAY_FIRST = /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})(.*)$/u;
const CLOCK = /^[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/u;

/** A local date and time as ISO 8601 writes it; the date alone where there is no more. */
function localText(text: string): string | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  const dayFirst = DAY_FIRST.exec(text);
  const [year, month, day, rest] = yearFirst
    ? yearFirst.slice(1)
    : [dayFirst?.[3], dayFirst?.[2], dayFirst?.[1], dayFirst?.[4]];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (rest === "" || rest === undefined) return date;
  const [, hour, minute, second = "00"] = CLOCK.exec(rest) ?? [];
  return hour === undefined ? undefined : `${date}T${hour.padStart(2, "0")}:${minute}:${second}`;
}
