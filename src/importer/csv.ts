import { WattframeError } from "../errors.ts";
import type { EnergySpan } from "../history/backfill.ts";
import { startOfLocalDay } from "../meter/local-time.ts";
import { type CounterValue, type DirectionHours, hoursOfCounter, spansOfHours } from "./counter-spans.ts";
import { type FileTime, FileTimes } from "./file-times.ts";
import { type ReadOptions, type ReadSpans, SpanList, whOf } from "./read-spans.ts";
import { numberOf, scaled, type Table, type TableRow, tableOf } from "./table.ts";

const HOUR_MS = 3_600_000;

/** Headings of each column, without spaces, signs and capitals. */
const TIMES = {
  from: ["from", "start", "begin", "time", "timestamp", "datetime", "date", "day", "hour", "starttime", "hourstart"],
  to: ["to", "end", "until", "endtime"],
} as const;
const ENERGY =
  /^(?:total|energy|electricity)?(import|imported|consumption|consumed|usage|delivered|export|exported|return|returned|feedin|fedin|injection)(?:energy|electricity)?(counter|reading|register|meter)?(g?wh|kwh|mwh)$/u;
const EXPORTS = ["export", "exported", "return", "returned", "feedin", "fedin", "injection"];

/** Explanation of the headings for people. */
export const CSV_HELP = `A table with a heading, separated by commas, semicolons or tabs. Its columns are found by their names:
  from (or start, time, date …)    beginning, ISO 8601 or local; a date alone is a whole day
  to (or end, until)               end; without it each row lasts until the next
  importWh, importKwh, exportWh …  energy of the row in the unit of the name
  importCounterKwh …               instead: the meter's counter at that time
  coverage                         share of the row that is known, 0 to 1`;

interface EnergyColumn {
  readonly index: number;
  readonly direction: "import" | "export";
  readonly isCounter: boolean;
  readonly unitWh: number;
}

interface Columns {
  readonly from: number;
  readonly to: number;
  readonly coverage: number;
  readonly energies: readonly EnergyColumn[];
}

/**
 * Reads a table of energy by spans of time, or of a counter.
 * @throws WattframeError `IMPORT_INVALID` when columns are missing
 */
export function readCsv(text: string, options: ReadOptions): ReadSpans {
  const table = tableOf(text);
  const columns = columnsOf(table.heading);
  const list = new SpanList(options.nowMs);
  const times = new FileTimes(options.timeZone);
  const rows = table.rows.flatMap((row) => {
    const from = times.read(row.cells[columns.from] ?? "");
    if (!from) list.refuse(`line ${row.line}`, `"${row.cells[columns.from] ?? ""}" is no time`);
    return from ? [{ row, from }] : [];
  });
  const [counters, energies] = [true, false].map((kind) => columns.energies.filter((each) => each.isCounter === kind));
  const counted = spansOfCounters(rows, counters ?? [], list);
  for (const span of counted) list.add(span, "a counter");
  if (energies && energies.length > 0) addEnergies(rows, { ...columns, energies }, options.timeZone, list);
  return list;
}

interface TimedRow {
  readonly row: TableRow;
  readonly from: FileTime;
}

function columnsOf(heading: Table["heading"]): Columns {
  const names = heading.map((name) => name.toLowerCase().replace(/[^a-z]/gu, ""));
  const find = (known: readonly string[]) => names.findIndex((name) => known.includes(name));
  const energies = names.flatMap((name, index): EnergyColumn[] => {
    const [, word, counter, unit] = ENERGY.exec(name) ?? [];
    const unitWh = unit === undefined ? undefined : whOf(unit);
    if (word === undefined || unitWh === undefined) return [];
    return [
      { index, direction: EXPORTS.includes(word) ? "export" : "import", isCounter: counter !== undefined, unitWh },
    ];
  });
  const from = find(TIMES.from);
  if (from < 0 || energies.length === 0)
    throw new WattframeError(
      "IMPORT_INVALID",
      `line 1: the heading has no ${from < 0 ? "time" : "energy with its unit"}`,
      {
        hint: "Name the columns from, to, importWh and exportWh, for example; wattframe history import --help lists more.",
      },
    );
  return { from, to: find(TIMES.to), coverage: find(["coverage"]), energies };
}

function spansOfCounters(rows: readonly TimedRow[], columns: readonly EnergyColumn[], list: SpanList): EnergySpan[] {
  const hours = (direction: keyof DirectionHours) =>
    columns
      .filter((column) => column.direction === direction)
      .map((column) => hoursOfCounter(valuesOf(rows, column, list), list));
  return spansOfHours({ import: hours("import"), export: hours("export") });
}

function valuesOf(rows: readonly TimedRow[], { index, unitWh }: EnergyColumn, list: SpanList): CounterValue[] {
  return rows.flatMap(({ row, from }) => {
    const wh = scaled(row.cells[index], unitWh);
    const place = `line ${row.line}`;
    if (wh === undefined) return [];
    if (Number.isFinite(wh)) return [{ atMs: from.ms, wh, place }];
    list.refuse(place, `"${row.cells[index] ?? ""}" is no number`);
    return [];
  });
}

function addEnergies(rows: readonly TimedRow[], columns: Columns, timeZone: string | undefined, list: SpanList): void {
  const ends = new FileTimes(timeZone);
  const stepMs = usualStepMs(rows);
  for (const { row, from } of rows) {
    const text = row.cells[columns.to];
    const place = `line ${row.line}`;
    const toMs = columns.to < 0 || text === "" ? endOf(from, stepMs, timeZone) : ends.read(text ?? "")?.ms;
    const coverage = columns.coverage < 0 ? 1 : (numberOf(row.cells[columns.coverage]) ?? 1);
    if (toMs === undefined) list.refuse(place, `"${text ?? ""}" is no time`);
    else list.add({ fromMs: from.ms, toMs, ...energiesOf(row, columns.energies), coverage }, place);
  }
}

function energiesOf({ cells }: TableRow, columns: readonly EnergyColumn[]): Pick<EnergySpan, "importWh" | "exportWh"> {
  const sum = (direction: EnergyColumn["direction"]) => {
    const values = columns
      .filter((column) => column.direction === direction)
      .flatMap(({ index, unitWh }) => scaled(cells[index], unitWh) ?? []);
    return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
  };
  const [importWh, exportWh] = [sum("import"), sum("export")];
  return { ...(importWh !== undefined && { importWh }), ...(exportWh !== undefined && { exportWh }) };
}

function endOf(from: FileTime, stepMs: number, timeZone: string | undefined): number {
  return from.isDate && timeZone !== undefined ? startOfLocalDay(from.ms, timeZone, 1) : from.ms + stepMs;
}

/** The shortest time between two rows, an hour at most. */
function usualStepMs(rows: readonly TimedRow[]): number {
  const times = rows.map(({ from }) => from.ms).toSorted((a, b) => a - b);
  const steps = times.slice(1).flatMap((ms, i) => (ms > (times[i] ?? ms) ? [ms - (times[i] ?? ms)] : []));
  return steps.reduce((a, b) => Math.min(a, b), HOUR_MS);
}
