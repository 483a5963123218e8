import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FileFormatName, readImportFile } from "../../../src/importer/import-file.ts";
import type { ReadOptions } from "../../../src/importer/read-spans.ts";
import { Database, sqliteEngine } from "../../../src/store/engine.ts";

const HOUR = 3_600_000;
const Engine = await sqliteEngine();
const OPTIONS: ReadOptions = {
  timeZone: "Europe/Helsinki",
  importIds: [],
  exportIds: [],
  unit: "kWh",
  atMs: undefined,
  nowMs: Date.UTC(2027, 0, 1),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = async (from: FileFormatName, text: string, options: Partial<ReadOptions> = {}) => {
  const path = join(folder, "file");
  writeFileSync(path, text);
  return readImportFile(path, from, { ...OPTIONS, ...options });
};
/** Spans as a person reads them. */
const shown = (spans: Awaited<ReturnType<typeof readImportFile>>["spans"]) =>
  spans.map(({ fromMs, toMs, importWh = "-", exportWh = "-" }) => {
    const hours = (toMs - fromMs) / HOUR;
    const round = (wh: string | number) => (typeof wh === "number" ? Math.round(wh * 1e3) / 1e3 : wh);
    return `${new Date(fromMs).toISOString().slice(0, 16)} ${hours} h ${round(importWh)} ${round(exportWh)}`;
  });

describe("a table", () => {
  it("is read with the columns of our own export", async () => {
    const { spans, empty, refused } = await read(
      "csv",
      "from,to,importWh,exportWh,coverage\n2026-01-10T02:00:00+02:00,2026-01-10T03:00:00+02:00,2000.5,7,0.75\n2026-01-10T03:00:00+02:00,2026-01-10T04:00:00+02:00,,,0\n",
    );
    expect(shown(spans)).toEqual(["2026-01-10T00:00 1 h 2000.5 7"]);
    expect([spans[0]?.coverage, empty, refused]).toEqual([0.75, 1, []]);
  });

  it.each([
    [
      "start;import kWh\n10.01.2026 02:00;1,5\n10.01.2026 03:00;0,5\n",
      ["2026-01-10T00:00 1 h 1500 -", "2026-01-10T01:00 1 h 500 -"],
    ],
    [
      "\uFEFFTime\tConsumption (Wh)\tFeed-in (Wh)\n2026-01-10 02:15\t250\t1\n2026-01-10 02:30\t260\t0\n",
      ["2026-01-10T00:15 0.25 h 250 1", "2026-01-10T00:30 0.25 h 260 0"],
    ],
    [
      "date,import_kwh,export_kwh\n2026-03-29,10,1\n2026-10-25,20,\n",
      ["2026-03-28T22:00 23 h 10000 1000", "2026-10-24T21:00 25 h 20000 -"],
    ],
    [
      "timestamp,importKwh\n1767225600,1\n1767229200,2\n",
      ["2026-01-01T00:00 1 h 1000 -", "2026-01-01T01:00 1 h 2000 -"],
    ],
    [
      "time,Import counter MWh\n2026-01-10T00:30Z,1\n2026-01-10T01:30Z,1.001\n",
      ["2026-01-10T00:30 0.5 h 500 -", "2026-01-10T01:00 0.5 h 500 -"],
    ],
    [
      '"from","to","imported energy [kWh]"\n"2026-01-10 00:00:00 +0000","2026-01-10 01:00:00 +0000","1.25"\n',
      ["2026-01-10T00:00 1 h 1250 -"],
    ],
  ])("is read with headings, separators, times and units of others: %j", async (text, expected) => {
    const { spans, refused } = await read("csv", text);
    expect(shown(spans)).toEqual(expected);
    expect(refused).toEqual([]);
  });

  it("has the hour twice that the clock shows twice, and never the one that it skips", async () => {
    const autumn = await read(
      "csv",
      "start,importWh\n2026-10-25 02:00,1\n2026-10-25 03:00,2\n2026-10-25 03:00,3\n2026-10-25 04:00,4\n",
    );
    expect(shown(autumn.spans)).toEqual([
      "2026-10-24T23:00 1 h 1 -",
      "2026-10-25T00:00 1 h 2 -",
      "2026-10-25T01:00 1 h 3 -",
      "2026-10-25T02:00 1 h 4 -",
    ]);
    const spring = await read("csv", "start,importWh\n2026-03-29 02:00,1\n2026-03-29 03:00,2\n2026-03-29 04:00,3\n");
    expect(shown(spring.spans)).toEqual(["2026-03-29T00:00 1 h 1 -", "2026-03-29T01:00 1 h 3 -"]);
    expect(spring.refused).toEqual([{ place: "line 3", why: '"2026-03-29 03:00" is no time' }]);
  });

  it.each([
    ["2026-01-10T00:00Z,2026-01-09T00:00Z,1,1", "it ends before it begins"],
    ["yesterday,2026-01-09T00:00Z,1,1", '"yesterday" is no time'],
    ["2026-01-10T00:00Z,later,1,1", '"later" is no time'],
    ["2026-01-10T00:00Z,2026-01-10T01:00Z,-1,1", "its energy is no number of at least 0"],
    ["2026-01-10T00:00Z,2026-01-10T01:00Z,many,1", "its energy is no number of at least 0"],
    ["2026-01-10T00:00Z,2026-01-10T01:00Z,5000000,1", "it is more than a megawatt: check the unit"],
    ["2026-01-10T00:00Z,2026-01-10T01:00Z,1,1.5", "its coverage is not above 0 and at most 1"],
    ["2026-01-10T00:00Z,2026-03-10T01:00Z,1,1", "it is longer than a month"],
    ["1996-01-10T00:00Z,1996-01-10T01:00Z,1,1", "it is of a time before 2000"],
    ["2028-01-10T00:00Z,2028-01-10T01:00Z,1,1", "it lies in the future"],
  ])("is used without a row that cannot be: %s", async (row, why) => {
    const { spans, refused } = await read(
      "csv",
      `from,to,importWh,coverage\n${row}\n2026-02-01T00:00Z,2026-02-01T01:00Z,1,1\n`,
    );
    expect(spans).toHaveLength(1);
    expect(refused).toEqual([{ place: "line 2", why }]);
  });

  it("is refused without a time, without a unit, and without a zone where its times have none", async () => {
    await expect(read("csv", "when,importWh\n")).rejects.toThrow("file: line 1: the heading has no time");
    await expect(read("csv", "from,import\n")).rejects.toThrow("line 1: the heading has no energy with its unit");
    await expect(read("csv", "")).rejects.toThrow("the heading has no time");
    await expect(read("csv", "from,importWh\n2026-01-10 00:00,1\n", { timeZone: undefined })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("have no zone"),
    });
    await expect(readImportFile(join(folder, "nowhere"), "csv", OPTIONS)).rejects.toMatchObject({ code: "FILE_READ" });
  });
});

interface Statistic {
  readonly id: string;
  readonly unit: string;
  readonly sums: readonly (number | null)[];
}

/** A database of the recorder with the hours of some statistics from the first of January on. */
function recorder(statistics: readonly Statistic[], startColumn = "start_ts"): string {
  const path = join(folder, "home-assistant_v2.db");
  const database = new Database(Engine, path);
  database.exec(`CREATE TABLE statistics_meta (id INTEGER PRIMARY KEY, statistic_id TEXT, source TEXT, unit_of_measurement TEXT,
    has_mean BOOLEAN, has_sum BOOLEAN, name TEXT);
    CREATE TABLE statistics (id INTEGER PRIMARY KEY, metadata_id INTEGER, ${startColumn}, mean, min, max, state, sum)`);
  for (const [i, { id, unit, sums }] of statistics.entries()) {
    database.prepare("INSERT INTO statistics_meta VALUES (?, ?, 'recorder', ?, 0, 1, NULL)").run(i, id, unit);
    for (const [hour, sum] of sums.entries()) {
      const start = Date.UTC(2026, 0, 1, hour) / 1_000;
      const written = startColumn === "start_ts" ? start : new Date(start * 1_000).toISOString().slice(0, 19);
      const insert = database.prepare(
        `INSERT INTO statistics (metadata_id, ${startColumn}, state, sum) VALUES (?, ?, 5, ?)`,
      );
      if (sum !== null) insert.run(i, written, sum);
    }
  }
  database.close();
  return path;
}

describe("a database of Home Assistant", () => {
  const import_ = { id: "sensor.han_energy_import", unit: "kWh", sums: [1, 2.5, 3, 3.25] };
  const export_ = { id: "sensor.han_energy_export", unit: "Wh", sums: [10, 10, 15, 15] };

  it.each(["start_ts", "start"])("has the hours between its sums, each in its unit, by %s", async (column) => {
    const path = recorder([import_, export_, { id: "sensor.gas", unit: "m³", sums: [1, 2] }], column);
    const { spans, notes, refused } = await readImportFile(path, "home-assistant", OPTIONS);
    expect(shown(spans)).toEqual([
      "2026-01-01T01:00 1 h 1500 0",
      "2026-01-01T02:00 1 h 500 5",
      "2026-01-01T03:00 1 h 250 0",
    ]);
    expect(notes).toEqual(["import: sensor.han_energy_import", "export: sensor.han_energy_export"]);
    expect(refused).toEqual([]);
    expect(readdirSync(folder)).toEqual(["home-assistant_v2.db"]);
  });

  it("spreads what was counted through missing hours, and knows nothing across a fall", async () => {
    const path = recorder([{ ...import_, unit: "MWh", sums: [1, null, null, 1.003, 0.1, 0.101] }]);
    const { spans, refused } = await readImportFile(path, "home-assistant", OPTIONS);
    expect(shown(spans)).toEqual([
      "2026-01-01T01:00 1 h 1000 -",
      "2026-01-01T02:00 1 h 1000 -",
      "2026-01-01T03:00 1 h 1000 -",
      "2026-01-01T05:00 1 h 1000 -",
    ]);
    expect(refused).toHaveLength(1);
  });

  it("needs the names where it is not clear which are meant, and sums those of two tariffs", async () => {
    const tariffs = [1, 2].map((tariff) => ({
      id: `sensor.consumption_tarif_${tariff}`,
      unit: "kWh",
      sums: [0, tariff],
    }));
    const path = recorder([...tariffs, { id: "sensor.solar_production", unit: "kWh", sums: [0, 9] }]);
    await expect(readImportFile(path, "home-assistant", OPTIONS)).rejects.toMatchObject({
      code: "USAGE",
      hint: expect.stringContaining("sensor.consumption_tarif_1, sensor.consumption_tarif_2, sensor.solar_production"),
    });
    const importIds = tariffs.map(({ id }) => id);
    const { spans } = await readImportFile(path, "home-assistant", { ...OPTIONS, importIds });
    expect(shown(spans)).toEqual(["2026-01-01T01:00 1 h 3000 -"]);
    const unknown = readImportFile(path, "home-assistant", { ...OPTIONS, importIds: ["sensor.x"] });
    await expect(unknown).rejects.toThrow("the file has no energy of sensor.x");
  });

  it("is refused where it is of something else, or damaged", async () => {
    const path = join(folder, "other.db");
    const database = new Database(Engine, path);
    database.exec("CREATE TABLE thing (x)");
    database.close();
    await expect(readImportFile(path, "home-assistant", OPTIONS)).rejects.toMatchObject({ code: "IMPORT_INVALID" });
    await expect(readImportFile(path, "csv", OPTIONS)).rejects.toThrow("it is a database");
    const damaged = read("home-assistant", `SQLite format 3\u0000${"x".repeat(5_000)}`);
    await expect(damaged).rejects.toMatchObject({ code: "HISTORY_READ" });
  });
});

describe("a download of Home Assistant", () => {
  it("is the table of the energy dashboard, of hours or days, each way the sum of its rows", async () => {
    const { spans } = await read(
      "home-assistant",
      [
        "entity_id,type,unit,2026-01-01T00:00:00.000Z,2026-01-01T01:00:00.000Z,2026-01-01T02:00:00.000Z",
        "sensor.low,grid_consumption,kWh,1.5,0,",
        "sensor.high,grid_consumption,kWh,0,0.25,1",
        "sensor.back,grid_return,kWh,0,1,0.5",
        "sensor.cost,grid_consumption_cost,EUR,1,1,1",
        "sensor.pv,solar_production,kWh,5,5,5",
      ].join("\n"),
    );
    expect(shown(spans)).toEqual([
      "2026-01-01T00:00 1 h 1500 0",
      "2026-01-01T01:00 1 h 250 1000",
      "2026-01-01T02:00 1 h - 500",
    ]);
    const days = "entity_id,type,unit,2026-03-27T22:00:00.000Z,2026-03-28T22:00:00.000Z,2026-03-29T21:00:00.000Z\n";
    const { spans: ofDays } = await read("home-assistant", `${days}sensor.a,grid_consumption,kWh,24,23,24\n`);
    expect(shown(ofDays).slice(0, 2)).toEqual(["2026-03-27T22:00 24 h 24000 -", "2026-03-28T22:00 23 h 23000 -"]);
  });

  it("is the table of the history page, a counter between its changes", async () => {
    const { spans, empty } = await read(
      "home-assistant",
      [
        "entity_id,state,last_changed",
        "sensor.import,100.0,2026-01-01T00:00:00.000Z",
        "sensor.import,unavailable,2026-01-01T00:10:00.000Z",
        "sensor.import,100.5,2026-01-01T00:30:00.000Z",
        "sensor.import,101.5,2026-01-01T01:30:00.000Z",
      ].join("\n"),
    );
    expect(shown(spans)).toEqual(["2026-01-01T00:00 1 h 1000 -", "2026-01-01T01:00 0.5 h 500 -"]);
    expect(empty).toBe(1);
  });

  it("is the JSON of statistics, by changes or by sums", async () => {
    const start = Date.UTC(2026, 0, 1);
    const rows = [0, 1, 2].map((i) => ({ start: start + i * HOUR, end: start + (i + 1) * HOUR, change: i, sum: 7 }));
    const changes = await read("home-assistant", JSON.stringify({ result: { "sensor.grid_import": rows } }));
    expect(shown(changes.spans)).toEqual([
      "2026-01-01T00:00 1 h 0 -",
      "2026-01-01T01:00 1 h 1000 -",
      "2026-01-01T02:00 1 h 2000 -",
    ]);
    const sums = rows.map(({ start, end }, i) => ({ start, end, sum: 10 + i }));
    const bySum = await read("home-assistant", JSON.stringify({ "sensor.grid_import": sums }), { unit: "Wh" });
    expect(shown(bySum.spans)).toEqual(["2026-01-01T01:00 1 h 1 -", "2026-01-01T02:00 1 h 1 -"]);
  });

  it.each(["a,b,c\n1,2,3\n", '{"x": 1}', "{", "[1"])("is refused where it is something else: %j", async (text) => {
    await expect(read("home-assistant", text)).rejects.toMatchObject({ code: "IMPORT_INVALID" });
  });
});

describe("what DSMR-reader exports", () => {
  it("is a table of hours or days in any language, the tariffs summed", async () => {
    const hours = await read(
      "dsmr-reader",
      "Uur (start),Elektriciteit 1,Elektriciteit 2,1 retour,2 retour,Gas\n2026-01-10 02:00:00,0.5,0.25,0,0.125,1\n2026-01-10 03:00:00,0.1,0,0,0,1\n",
    );
    expect(shown(hours.spans)).toEqual(["2026-01-10T00:00 1 h 750 125", "2026-01-10T01:00 1 h 100 0"]);
    const days = await read("dsmr-reader", "Date,E1,E2,E1 returned,E2 returned,Gas\n29-03-2026,5,6.5,0,1,2\n");
    expect(shown(days.spans)).toEqual(["2026-03-28T22:00 23 h 11500 1000"]);
  });

  it("is the JSON of hours, days or counters", async () => {
    const hour = { id: 1, hour_start: "2026-01-10T00:00:00Z", electricity1: "0.500", electricity2: "0.250" };
    const returned = { electricity1_returned: "0.000", electricity2_returned: "1.000" };
    const hours = await read("dsmr-reader", JSON.stringify({ count: 1, results: [{ ...hour, ...returned }] }));
    expect(shown(hours.spans)).toEqual(["2026-01-10T00:00 1 h 750 1000"]);
    const days = await read(
      "dsmr-reader",
      JSON.stringify([{ day: "2026-01-10", electricity1: 4, electricity2: null }]),
    );
    expect(shown(days.spans)).toEqual(["2026-01-09T22:00 24 h 4000 -"]);
    const counters = [0, 1].map((i) => ({ read_at: `2026-01-10T0${i}:00:00Z`, delivered_1: 5 + i, delivered_2: 7 }));
    const counted = await read("dsmr-reader", JSON.stringify({ results: counters }));
    expect(shown(counted.spans)).toEqual(["2026-01-10T00:00 1 h 1000 -"]);
  });

  it.each(["a,b\n1,2\n", '{"detail": "no"}', "{"])("is refused where it is something else: %j", async (text) => {
    await expect(read("dsmr-reader", text)).rejects.toMatchObject({ code: "IMPORT_INVALID" });
  });
});

describe("a plot of amsreader", () => {
  const figures = (letter: string, from: number, count: number, of: (i: number) => number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`${letter}${String(i + from).padStart(2, "0")}`, of(i + from)]),
    );

  it("of a day has the hours before the instant, in UTC", async () => {
    const plot = { unit: "kwh", ...figures("i", 0, 24, (i) => i / 10), ...figures("e", 0, 24, () => 0) };
    const { spans, empty } = await read("amsreader", JSON.stringify(plot), { atMs: Date.UTC(2026, 0, 10, 5, 20) });
    expect(spans).toHaveLength(23);
    expect(empty).toBe(1);
    expect(shown(spans)).toContain("2026-01-10T04:00 1 h 400 0");
    expect(shown(spans)).toContain("2026-01-09T05:00 1 h 500 0");
  });

  it("of a month has the local days before the time of the file", async () => {
    const path = join(folder, "monthplot.json");
    writeFileSync(path, JSON.stringify({ unit: "Wh", ...figures("i", 1, 31, (i) => i * 1_000) }));
    const saved = new Date("2026-03-03T10:00:00Z");
    utimesSync(path, saved, saved);
    const { spans, refused } = await readImportFile(path, "amsreader", OPTIONS);
    expect(shown(spans)).toContain("2026-03-01T22:00 24 h 2000 -");
    expect(shown(spans)).toContain("2026-02-02T22:00 24 h 3000 -");
    expect(spans).toHaveLength(29);
    expect(refused.map(({ place }) => place)).toEqual(["day 29", "day 30"]);
  });

  it("is refused where it is something else, and of days without a zone", async () => {
    await expect(read("amsreader", '{"p": 1}')).rejects.toMatchObject({ code: "IMPORT_INVALID" });
    const month = JSON.stringify({ unit: "kwh", i01: 1 });
    await expect(read("amsreader", month, { timeZone: undefined })).rejects.toMatchObject({ code: "USAGE" });
  });
});
