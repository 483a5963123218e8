import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { wattframe } from "./wattframe.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START_MS = Date.UTC(2026, 0, 10);
const Engine = await sqliteEngine();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const iso = (ms: number) => new Date(ms).toISOString();
const run = (...args: readonly string[]) => wattframe(args, { cwd: folder });
const imported = async (...args: readonly string[]) => {
  const { stdout, stderr, code } = await run("history", "import", ...args);
  return { counts: JSON.parse(stdout || "null") as unknown, stderr, code };
};
const energy = async (history: string, ...args: readonly string[]) => {
  const { stdout, code } = await run("energy", "--history", history, ...args);
  expect(code).toBe(0);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
};

/** Writes a recording of a kilowatt, by counter and power, between two instants. */
function record(fromMs: number, toMs: number): void {
  const lines: string[] = [];
  for (let ms = fromMs; ms <= toMs; ms += 60_000) {
    const seq = 1 + (ms - fromMs) / 1_000;
    const obis = { "1-0:1.7.0": 1_000, "1-0:1.8.0": 5_000_000 + (ms - START_MS) / 3_600, "1-0:2.8.0": 0 };
    const payload = JSON.stringify({ v: 1, seq, up: seq, fmt: "efs", obis: round(obis) });
    lines.push(JSON.stringify({ t: iso(ms), topic: "han/telegram", payload, retain: false, qos: 0 }));
  }
  writeFileSync(join(folder, "rec.jsonl"), `${lines.join("\n")}\n`);
}
const round = (obis: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(obis).map(([code, value]) => [code, Math.round(value)]));

/** Writes a table of hours of half a kilowatt. */
function table(fromMs: number, hours: number): void {
  const rows = Array.from({ length: hours }, (_, i) => {
    return `${iso(fromMs + i * HOUR)},${iso(fromMs + (i + 1) * HOUR)},500,1,1`;
  });
  writeFileSync(join(folder, "old.csv"), `from,to,importWh,exportWh,coverage\n${rows.join("\n")}\n`);
}

describe("history import", () => {
  it("adds the time before the kiosk, twice as well as once, and leaves alone what the meter told", async () => {
    record(START_MS, START_MS + DAY);
    expect((await run("replay", "rec.jsonl", "--history", "h", "--time-zone", "Europe/Helsinki")).code).toBe(0);
    table(START_MS - 2 * DAY, 72);
    const args = ["--from", "csv", "old.csv", "--history", "h"];
    expect(await imported(...args)).toMatchObject({ counts: { imported: 48, skipped: 24, refused: 0 }, code: 0 });
    expect(await imported(...args)).toMatchObject({ counts: { imported: 0, skipped: 72, refused: 0 }, code: 0 });
    const days = await energy("h", "--from", "2026-01-08", "--to", "2026-01-11", "--by", "day");
    expect(days.map(({ importWh }) => importWh)).toEqual([11_000, 12_000, 23_000]);
    const [whole] = await energy("h", "--from", iso(START_MS - 2 * DAY), "--to", iso(START_MS + DAY));
    expect(whole).toEqual({ importWh: 48_000, exportWh: 48, coverage: 1, method: "counter" });
    const database = new Database(Engine, join(folder, "h/history.sqlite"), { readOnly: true });
    const sources = database
      .prepare("SELECT source, count(*) AS hours, sum(import_wh) AS wh FROM hours GROUP BY source ORDER BY source")
      .all();
    database.close();
    expect(sources).toMatchObject([{ source: "csv", hours: 48, wh: expect.closeTo(24_000, 1) }, { source: "meter" }]);
  });

  it("gives an empty folder the answers of the history that was exported", async () => {
    record(START_MS, START_MS + 3 * DAY);
    await run("replay", "rec.jsonl", "--history", "h", "--time-zone", "Europe/Helsinki");
    const { stdout } = await run("history", "export", "--csv", "--history", "h");
    writeFileSync(join(folder, "export.csv"), stdout);
    const lines = stdout.trim().split("\n");
    expect(lines.at(-1)).toMatch(/T02:01:00\+02:00,,,0$/u);
    const zone = ["--time-zone", "Europe/Helsinki"];
    const again = await imported("--from", "csv", "export.csv", "--history", "other", ...zone);
    expect(again.counts).toEqual({ imported: 72, skipped: 1, refused: 0 });
    for (const by of ["hour", "day", "month"]) {
      const span = ["--from", "2026-01-10T02:00", "--to", "2026-01-13T02:00", "--by", by];
      expect(await energy("other", ...span)).toEqual(await energy("h", ...span));
    }
    const exported = await run("history", "export", "--csv", "--history", "other");
    expect(exported.stdout.trim().split("\n")).toEqual(lines.slice(0, -1));
  });

  it("names the rows that it refuses, a bounded number of them, and uses the others", async () => {
    table(START_MS, 3);
    const file = join(folder, "old.csv");
    writeFileSync(file, `${readFileSync(file, "utf8")}${"soon,never,1,1,1\n".repeat(1_000)}`);
    const { counts, stderr, code } = await imported("--from", "csv", "old.csv", "--history", "h");
    expect(counts).toEqual({ imported: 3, skipped: 0, refused: 1_000 });
    expect(code).toBe(1);
    expect(stderr).toContain('old.csv: line 5: "soon" is no time\n');
    expect(stderr).toContain("old.csv: and 980 more");
    expect(stderr.trim().split("\n")).toHaveLength(21);
  });

  it("writes nothing where the file, the format or the meter is wrong, and says what to do", async () => {
    table(START_MS, 3);
    const wrong = async (...args: readonly string[]) => {
      const { code, stderr } = await imported(...args, "--history", "h");
      return [code, stderr.trim().split("\n")[0]];
    };
    expect(await wrong("--from", "csv", "nowhere.csv")).toEqual([
      3,
      "nowhere.csv cannot be read: there is no such file",
    ]);
    expect(await wrong("--from", "amsreader", "old.csv")).toEqual([
      1,
      expect.stringContaining("old.csv: it is no JSON"),
    ]);
    expect((await wrong("--from", "csv"))[0]).toBe(2);
    expect((await wrong("--from", "excel", "old.csv"))[0]).toBe(2);
    expect((await wrong("--from", "csv", "old.csv", "--time-zone", "Nowhere/Else"))[0]).toBe(2);
    expect((await run("energy", "--history", "h", "--from", iso(0), "--to", iso(DAY))).code).toBe(2);
  });
});
