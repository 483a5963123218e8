import { WattframeError } from "../errors.ts";
import { chosenIds } from "./chosen-ids.ts";
import { type CounterValue, type HourEnergy, hoursOfCounter, spansOfHours } from "./counter-spans.ts";
import { FileTimes } from "./file-times.ts";
import { parsedJson } from "./json-file.ts";
import { ENERGY_UNITS, type ReadOptions, type ReadSpans, SpanList, whOf } from "./read-spans.ts";
import { numberOf, scaled, type Table, tableOf } from "./table.ts";

const HOUR_MS = 3_600_000;

/** Explanation for people. */
export const HOME_ASSISTANT_HELP = `The recorder's database home-assistant_v2.db (the hours of its long-term statistics), or what it downloads:
  the CSV of the energy dashboard or of the history page, or the JSON of statistics. --import-id and --export-id name the
  statistics or sensors; of two tariffs name both.`;

/** Energy of one sensor: values of its counter, and hours where the file has these instead. */
export interface SensorEnergy {
  readonly id: string;
  readonly values: readonly CounterValue[];
  readonly hours: readonly HourEnergy[];
}

/** Energy of the sensors that were chosen or found, as spans. */
export function spansOfSensors(sensors: readonly SensorEnergy[], options: ReadOptions, list: SpanList): ReadSpans {
  const chosen = chosenIds(
    sensors.map(({ id }) => id),
    options,
  );
  const hoursOf = (ids: readonly string[]) =>
    ids.map((id) => {
      const sensor = sensors.find((each) => each.id === id);
      return [...(sensor?.hours ?? []), ...hoursOfCounter(sensor?.values ?? [], list)];
    });
  for (const span of spansOfHours({ import: hoursOf(chosen.import), export: hoursOf(chosen.export) }))
    list.add(span, new Date(span.fromMs).toISOString());
  const names = [...chosen.import.map((id) => `import: ${id}`), ...chosen.export.map((id) => `export: ${id}`)];
  return { spans: list.spans, refused: list.refused, empty: list.empty, notes: names };
}

/**
 * Reads what Home Assistant downloads.
 * @throws WattframeError `IMPORT_INVALID` when the file is none of these, `USAGE` when it is not clear which sensors are meant
 */
export function readHomeAssistantText(text: string, options: ReadOptions): ReadSpans {
  const list = new SpanList(options.nowMs);
  if (/^\s*[[{]/u.test(text)) return spansOfSensors(sensorsOfJson(parsedJson(text), options, list), options, list);
  const table = tableOf(text);
  const names = table.heading.map((name) => name.toLowerCase());
  if (names[1] === "type" && names[2] === "unit") return ofDashboard(table, options, list);
  if (names.includes("entity_id") && names.includes("state"))
    return spansOfSensors(sensorsOfHistory(table, names, options, list), options, list);
  throw new WattframeError("IMPORT_INVALID", "it is no download of Home Assistant", {
    hint: "It is the recorder's database, the CSV of the energy dashboard or the history page, or the JSON of statistics.",
  });
}

const GRID: { readonly [type: string]: "import" | "export" } = { grid_consumption: "import", grid_return: "export" };

/** The energy dashboard's table: a row for each source, a column for each hour or day. */
function ofDashboard({ heading, rows }: Table, options: ReadOptions, list: SpanList): ReadSpans {
  const times = new FileTimes(options.timeZone);
  const starts = heading.slice(3).map((text) => times.read(text)?.ms);
  const steps = starts.map((ms, i) => (starts[i + 1] ?? Number.NaN) - (ms ?? Number.NaN));
  const lastStep = steps.findLast(Number.isFinite) ?? HOUR_MS;
  const ids = [...options.importIds, ...options.exportIds];
  const used = rows.filter(({ cells: [id = "", type = ""] }) =>
    ids.length > 0 ? ids.includes(id) : Object.hasOwn(GRID, type),
  );
  const hours: { import: HourEnergy[][]; export: HourEnergy[][] } = { import: [], export: [] };
  for (const { line, cells } of used) {
    const [id = "", type = "", unit = ""] = cells;
    const direction = GRID[type] ?? (options.exportIds.includes(id) ? "export" : "import");
    const unitWh = whOf(unit);
    if (unitWh === undefined) list.refuse(`line ${line}`, `"${unit}" is no unit of energy`);
    else
      hours[direction].push(
        starts.flatMap((fromMs, i) => {
          const wh = scaled(cells[i + 3], unitWh);
          const toMs = (fromMs ?? 0) + (Number.isFinite(steps[i]) ? (steps[i] ?? lastStep) : lastStep);
          return fromMs === undefined || wh === undefined ? [] : [{ fromMs, toMs, wh }];
        }),
      );
  }
  if (hours.import.length + hours.export.length === 0)
    throw new WattframeError("IMPORT_INVALID", "it has no energy from or to the grid", {
      hint: "Its rows grid_consumption and grid_return are read; or name a row with --import-id.",
    });
  for (const span of spansOfHours(hours)) list.add(span, new Date(span.fromMs).toISOString());
  return list;
}

/** The history page's table: values of sensors as they changed. */
function sensorsOfHistory(
  { rows }: Table,
  names: readonly string[],
  options: ReadOptions,
  list: SpanList,
): SensorEnergy[] {
  const [idAt, stateAt, timeAt] = [
    names.indexOf("entity_id"),
    names.indexOf("state"),
    names.findIndex((name) => name === "last_changed" || name === "last_updated"),
  ];
  const sensors = new Map<string, { readonly values: CounterValue[]; readonly times: FileTimes }>();
  for (const { line, cells } of rows) {
    const [id = "", text = ""] = [cells[idAt], cells[timeAt]];
    const sensor = sensors.get(id) ?? { values: [], times: new FileTimes(options.timeZone) };
    sensors.set(id, sensor);
    const wh = scaled(cells[stateAt], ENERGY_UNITS[options.unit]);
    const atMs = sensor.times.read(text)?.ms;
    if (atMs === undefined) list.refuse(`line ${line}`, `"${text}" is no time`);
    else if (wh === undefined) list.empty += 1;
    else if (Number.isFinite(wh)) sensor.values.push({ atMs, wh, place: `line ${line}` });
    else list.refuse(`line ${line}`, `"${cells[stateAt] ?? ""}" is no number`);
  }
  return [...sensors].map(([id, { values }]) => ({ id, values, hours: [] }));
}

/** Lists of statistics by their names, as the websocket and the action give them. */
function sensorsOfJson(json: object, options: ReadOptions, list: SpanList): SensorEnergy[] {
  const found = nested(json);
  const unitWh = ENERGY_UNITS[options.unit];
  return Object.entries(found).map(([id, rows]) => {
    const times = new FileTimes(options.timeZone);
    const [values, hours]: [CounterValue[], HourEnergy[]] = [[], []];
    for (const [i, row] of (rows as readonly unknown[]).entries()) {
      const fields = new Map(Object.entries(row ?? {}).map(([name, value]) => [name, String(value)]));
      const place = `${id}, row ${i + 1}`;
      const fromMs = times.read(fields.get("start") ?? "")?.ms;
      const toMs = times.read(fields.get("end") ?? "")?.ms ?? (fromMs === undefined ? undefined : fromMs + HOUR_MS);
      const change = numberOf(fields.get("change"));
      const counter = numberOf(fields.get("sum")) ?? numberOf(fields.get("state"));
      if (fromMs === undefined || toMs === undefined) list.refuse(place, "it has no start");
      else if (change !== undefined) hours.push({ fromMs, toMs, wh: change * unitWh });
      else if (counter === undefined) list.empty += 1;
      else if (Number.isFinite(counter)) values.push({ atMs: toMs, wh: counter * unitWh, place });
      else list.refuse(place, "it is no number");
    }
    return { id, values, hours };
  });
}

/** The object of lists, out of what answers wrap around it. */
function nested(json: object): object {
  const values = Object.values(json) as unknown[];
  if (values.length > 0 && values.every(Array.isArray)) return json;
  for (const name of ["result", "service_response", "statistics"]) {
    const inner: unknown = (json as { readonly [key: string]: unknown })[name];
    if (typeof inner === "object" && inner !== null) return nested(inner);
  }
  throw new WattframeError("IMPORT_INVALID", "its JSON has no lists of statistics");
}
