import { WattframeError } from "../errors.ts";
import { startOfLocalDay } from "../meter/local-time.ts";
import { type CounterValue, hoursOfCounter, spansOfHours } from "./counter-spans.ts";
import { type FileTime, FileTimes } from "./file-times.ts";
import { parsedJson } from "./json-file.ts";
import { type ReadOptions, type ReadSpans, SpanList } from "./read-spans.ts";
import { scaled, tableOf } from "./table.ts";

const HOUR_MS = 3_600_000;

/** Columns of its export: the time, then both tariffs of each direction in kWh; headings are in the user's language. */
const EXPORTED = ["time", "electricity1", "electricity2", "electricity1_returned", "electricity2_returned"];
/** Names of the time in what the API gives: of an hour, of a day, and of a counter. */
const TIMES = ["hour_start", "day", "read_at", "timestamp"];

type Fields = { readonly [name: string]: string };

/** Explanation for people. */
export const DSMR_READER_HELP = `The CSV of hours or days (Configuration, Export) as it was downloaded, or the JSON of /api/v2/statistics/hour,
  /api/v2/statistics/day or /api/v2/consumption/electricity.`;

/**
 * Reads hours, days or counters of DSMR-reader.
 * @throws WattframeError `IMPORT_INVALID` when the file is none of these
 */
export function readDsmrReader(text: string, options: ReadOptions): ReadSpans {
  const list = new SpanList(options.nowMs);
  const times = new FileTimes(options.timeZone);
  const counters: { readonly import: CounterValue[]; readonly export: CounterValue[] } = { import: [], export: [] };
  for (const { place, fields } of rowsOf(text)) {
    const written = fields["time"] ?? "";
    const time = times.read(written);
    if (!time) {
      list.refuse(place, `"${written}" is no time`);
    } else if ("delivered_1" in fields) {
      const [importWh, exportWh] = [
        both(fields, "delivered_1", "delivered_2"),
        both(fields, "returned_1", "returned_2"),
      ];
      if (importWh !== undefined) counters.import.push({ atMs: time.ms, wh: importWh, place });
      if (exportWh !== undefined) counters.export.push({ atMs: time.ms, wh: exportWh, place });
    } else {
      const importWh = both(fields, "electricity1", "electricity2");
      const exportWh = both(fields, "electricity1_returned", "electricity2_returned");
      const energy = { ...(importWh !== undefined && { importWh }), ...(exportWh !== undefined && { exportWh }) };
      list.add({ fromMs: time.ms, toMs: endOf(time, options.timeZone), ...energy, coverage: 1 }, place);
    }
  }
  const hours = { import: [hoursOfCounter(counters.import, list)], export: [hoursOfCounter(counters.export, list)] };
  for (const span of spansOfHours(hours)) list.add(span, "a counter");
  return list;
}

/** Sum of two tariffs, watt hours; undefined where neither is there. */
function both(fields: Fields, low: string, high: string): number | undefined {
  const values = [low, high].flatMap((name) => scaled(fields[name], 1_000) ?? []);
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
}

function endOf(from: FileTime, timeZone: string | undefined): number {
  return from.isDate && timeZone !== undefined ? startOfLocalDay(from.ms, timeZone, 1) : from.ms + HOUR_MS;
}

interface PlacedFields {
  readonly place: string;
  /** Texts by their names, `time` among them. */
  readonly fields: Fields;
}

function rowsOf(text: string): PlacedFields[] {
  if (/^\s*[[{]/u.test(text)) return jsonRows(parsedJson(text));
  const { heading, rows } = tableOf(text);
  const names = heading.includes("electricity1") ? heading : EXPORTED;
  if (heading.length < EXPORTED.length) throw notOfDsmrReader();
  return rows.map(({ line, cells }) => {
    const fields = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
    return { place: `line ${line}`, fields: { time: cells[0] ?? "", ...fields } };
  });
}

function jsonRows(json: unknown): PlacedFields[] {
  const results = Array.isArray(json) ? json : (json as { readonly results?: unknown }).results;
  if (!Array.isArray(results)) throw notOfDsmrReader();
  return results.map((row: unknown, i) => {
    const entries = typeof row === "object" && row !== null ? Object.entries(row) : [];
    const fields = Object.fromEntries(entries.map(([name, value]) => [name, value === null ? "" : String(value)]));
    const time = TIMES.flatMap((name) => fields[name] ?? [])[0] ?? "";
    return { place: `row ${i + 1}`, fields: { ...fields, time } };
  });
}

function notOfDsmrReader(): WattframeError {
  return new WattframeError("IMPORT_INVALID", "it is no export of DSMR-reader", {
    hint: "Export hours or days as CSV in its configuration, or save the JSON of /api/v2/statistics/hour.",
  });
}
