import { WattframeError } from "../errors.ts";
import { localParts, startOfLocalDay } from "../meter/local-time.ts";
import { parsedJson } from "./json-file.ts";
import { type ReadOptions, type ReadSpans, SpanList, whOf } from "./read-spans.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Explanation for people. */
export const AMSREADER_HELP = `The JSON of /dayplot.json (the last 24 hours) or /monthplot.json (the last days), saved from the reader.
  It has no date: --at says when it was saved, else the time of the file counts.`;

/** Figures of a plot by hour (0 to 23, UTC) or day of the month (1 to 31). */
interface Plot {
  readonly kind: "day" | "month";
  readonly unitWh: number;
  readonly figures: readonly { readonly index: number; readonly importWh?: number; readonly exportWh?: number }[];
}

/**
 * Reads a plot of amsreader: the hours before an instant, or the days before it. A figure of zero both ways stands for nothing known.
 * @throws WattframeError `IMPORT_INVALID` when the file is no plot, `USAGE` when days have no zone
 */
export function readAmsreader(text: string, { timeZone, atMs, nowMs }: ReadOptions): ReadSpans {
  const plot = plotOf(parsedJson(text));
  const takenMs = atMs ?? nowMs;
  const list = new SpanList(nowMs);
  const spanOf = plot.kind === "day" ? hourBefore : dayBefore;
  for (const { index, ...energy } of plot.figures) {
    const place = `${plot.kind === "day" ? "hour" : "day"} ${index}`;
    const span = spanOf(index, takenMs, timeZone);
    if (!span) list.refuse(place, "the 31 days before have no such day");
    else list.add({ ...span, ...(isNothing(energy) ? {} : energy), coverage: 1 }, place);
  }
  return list;
}

function isNothing({
  importWh = 0,
  exportWh = 0,
}: {
  readonly importWh?: number;
  readonly exportWh?: number;
}): boolean {
  return importWh === 0 && exportWh === 0;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last whole UTC hour of a number before an instant. */
function hourBefore(hour: number, ms: number): Span {
  const thisHourMs = Math.floor(ms / HOUR_MS) * HOUR_MS;
  const back = (new Date(thisHourMs).getUTCHours() - hour + 24) % 24 || 24;
  const fromMs = thisHourMs - back * HOUR_MS;
  return { fromMs, toMs: fromMs + HOUR_MS };
}

/** The last whole local day of a number of the month before an instant: of this month, or of the one before. */
function dayBefore(day: number, ms: number, timeZone: string | undefined): Span | undefined {
  if (timeZone === undefined)
    throw new WattframeError("USAGE", "the days of the file have no zone", {
      hint: "Name it: --time-zone Europe/Oslo, for example.",
    });
  for (let back = 1; back <= 31; back++) {
    const fromMs = startOfLocalDay(ms, timeZone, -back);
    if (localParts(fromMs + DAY_MS / 2, timeZone).day === day)
      return { fromMs, toMs: startOfLocalDay(ms, timeZone, 1 - back) };
  }
  return undefined;
}

function plotOf(json: object): Plot {
  const fields = new Map(Object.entries(json));
  const kind = fields.has("i00") ? "day" : "month";
  const numbers = Array.from({ length: kind === "day" ? 24 : 31 }, (_, i) => (kind === "day" ? i : i + 1));
  const unit = fields.get("unit") ?? "kWh";
  const unitWh = typeof unit === "string" ? whOf(unit) : undefined;
  if (unitWh === undefined || !fields.has(kind === "day" ? "i00" : "i01"))
    throw new WattframeError("IMPORT_INVALID", "it is no plot of amsreader", {
      hint: "Save http://READER/dayplot.json or http://READER/monthplot.json.",
    });
  const figure = (letter: string, index: number) => {
    const value = fields.get(`${letter}${String(index).padStart(2, "0")}`);
    return value === undefined || value === null ? undefined : Number(value) * unitWh;
  };
  const figures = numbers.map((index) => {
    const [importWh, exportWh] = [figure("i", index), figure("e", index)];
    return { index, ...(importWh !== undefined && { importWh }), ...(exportWh !== undefined && { exportWh }) };
  });
  return { kind, unitWh, figures };
}
