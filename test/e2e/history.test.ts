import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { type Kiosk, startKiosk } from "../../src/kiosk/kiosk.ts";
import { SILENT } from "../../src/log.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { startMosquitto } from "./mosquitto.ts";
import { until } from "./preview-house.ts";
import { wattframe } from "./wattframe.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const Engine = await sqliteEngine();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-history-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const iso = (ms: number) => new Date(ms).toISOString();

/** Telegram of a house that takes two kilowatts in even hours and one in odd ones, as our own reader sends it. */
function telegram(ms: number, fromMs: number): string {
  const hours = (ms - fromMs) / HOUR;
  const whole = Math.floor(hours);
  const powerW = whole % 2 === 0 ? 2_000 : 1_000;
  const wh = Math.round(Math.floor(whole / 2) * 3_000 + (whole % 2) * 2_000 + (hours - whole) * powerW);
  const seq = 1 + Math.round((ms - fromMs) / 1_000);
  const obis = { "1-0:1.7.0": powerW, "1-0:2.7.0": 0, "1-0:1.8.0": 5_000_000 + wh, "1-0:2.8.0": 7 };
  return JSON.stringify({ v: 1, seq, up: seq, fmt: "efs", obis });
}

/** Writes a recording of a telegram every five minutes. */
function record(file: string, fromMs: number, toMs: number): void {
  const lines: string[] = [];
  for (let ms = fromMs; ms <= toMs; ms += 5 * MINUTE)
    lines.push(
      JSON.stringify({ t: iso(ms), topic: "han/telegram", payload: telegram(ms, fromMs), retain: false, qos: 0 }),
    );
  writeFileSync(at(file), `${lines.join("\n")}\n`);
}

const START_MS = Date.UTC(2026, 0, 10);
const replay = (...args: readonly string[]) =>
  wattframe(["replay", "rec.jsonl", "--history", "h", "--time-zone", "Europe/Helsinki", ...args], { cwd: folder });
const energy = async (...args: readonly string[]) => {
  const { stdout, code } = await wattframe(["energy", "--history", "h", ...args], { cwd: folder });
  expect(code).toBe(0);
  return stdout;
};
const WHOLE = ["--from", iso(START_MS), "--to", iso(START_MS + 2 * DAY)] as const;

describe("a history that was filled from a recording", () => {
  it("tells the energy between two instants, by hour, day and month, and counts nothing twice", async () => {
    record("rec.jsonl", START_MS, START_MS + 2 * DAY);
    expect((await replay()).code).toBe(0);
    const whole = { importWh: 72_000, exportWh: 0, coverage: 1, method: "counter" };
    expect(JSON.parse(await energy(...WHOLE))).toEqual(whole);
    const again = await replay();
    expect(again.stderr).toContain("0 messages added, 577 of times that were known already");
    expect(JSON.parse(await energy(...WHOLE))).toEqual(whole);
    const days = (await energy(...WHOLE, "--by", "day", "--csv")).trim().split("\n");
    expect(days).toEqual([
      "from,to,importWh,exportWh,coverage,method",
      "2026-01-10T02:00:00+02:00,2026-01-11T00:00:00+02:00,33000,0,1,counter",
      "2026-01-11T00:00:00+02:00,2026-01-12T00:00:00+02:00,36000,0,1,counter",
      "2026-01-12T00:00:00+02:00,2026-01-12T02:00:00+02:00,3000,0,1,counter",
    ]);
    const hours = (await energy(...WHOLE, "--by", "hour")).trim().split("\n");
    expect(hours).toHaveLength(48);
    expect(hours.slice(0, 2).map((line) => (JSON.parse(line) as { importWh: number }).importWh)).toEqual([
      2_000, 1_000,
    ]);
    expect((await energy(...WHOLE, "--by", "month")).trim().split("\n")).toHaveLength(1);
    const none = await energy("--from", iso(START_MS - DAY), "--to", iso(START_MS));
    expect(JSON.parse(none)).toEqual({ coverage: 0, method: "absent" });
  });

  it("answers the questions that its page asks with sqlite3", async () => {
    record("rec.jsonl", START_MS, START_MS + 2 * DAY);
    await replay();
    const page = readFileSync(join(PACKAGE_FOLDER, "doc/history.md"), "utf8");
    const questions = [...page.matchAll(/^sqlite3 \S+ "(.*)"$/gmu)].map(([, sql = ""]) => sql);
    const database = new Database(Engine, join(at("h"), "history.sqlite"), { readOnly: true });
    const answers = questions.map((sql) => database.prepare(sql).all());
    database.close();
    expect(answers).toEqual([
      [
        { day: "2026-01-10", kwh: 33 },
        { day: "2026-01-11", kwh: 36 },
        { day: "2026-01-12", kwh: 3 },
      ],
      [{ local: "2026-01-10 02:00", wh: 2_000 }],
      [{ [questions[2]?.slice("SELECT ".length, -" FROM hours".length) ?? ""]: 24_000 / 72_000 }],
    ]);
  });

  it("is refused where it is none, or holds another meter", async () => {
    const none = await wattframe(["energy", "--history", "nowhere", ...WHOLE], { cwd: folder });
    expect([none.code, none.stdout]).toEqual([3, ""]);
    expect(none.stderr).toContain("there is no history in nowhere");
    record("rec.jsonl", START_MS, START_MS + HOUR);
    await replay();
    const other = await wattframe(["energy", "--history", "h", "--meter", "barn", ...WHOLE], { cwd: folder });
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("It has house.")]);
  });

  it("is exported by hours, backed up and restored into a folder that has none", async () => {
    record("rec.jsonl", START_MS, START_MS + 2 * DAY);
    await replay();
    const table = (await wattframe(["history", "export", "--csv", "--history", "h"], { cwd: folder })).stdout.split(
      "\n",
    );
    expect(table.slice(0, 3)).toEqual([
      "from,to,importWh,exportWh,coverage",
      "2026-01-10T02:00:00+02:00,2026-01-10T03:00:00+02:00,2000,0,1",
      "2026-01-10T03:00:00+02:00,2026-01-10T04:00:00+02:00,1000,0,1",
    ]);
    const backup = () => wattframe(["history", "backup", "backup.sqlite", "--history", "h"], { cwd: folder });
    const restore = (file: string) => wattframe(["history", "restore", file, "--history", "other"], { cwd: folder });
    expect([(await backup()).code, (await backup()).code]).toEqual([0, 3]);
    writeFileSync(at("no-backup"), "something else ".repeat(1_000));
    expect([(await restore("no-backup")).code, (await restore("backup.sqlite")).code]).toEqual([3, 0]);
    const again = await restore("backup.sqlite");
    expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("is there already")]);
    const { stdout } = await wattframe(["energy", "--history", "other", ...WHOLE], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ importWh: 72_000, coverage: 1 });
    expect(readdirSync(at("other"))).toEqual(["history.sqlite"]);
  });
});

describe("a kiosk with a history, and a Mosquitto", () => {
  it("shows the chart and the totals of before after a restart", async () => {
    const nowMs = Date.now();
    const fromMs = nowMs - 3 * DAY;
    record("rec.jsonl", fromMs, nowMs - MINUTE);
    await replay();
    const broker = await startMosquitto();
    const node = await createPublisher(broker.url, {}, SILENT);
    const kiosks: Kiosk[] = [];
    const started = async (history: boolean) => {
      const kiosk = await startKiosk(config(broker.url, history), {
        log: SILENT,
        runtimeFolder: folder,
        stateFolder: folder,
      });
      kiosks.push(kiosk);
      await until("a connection", () => kiosk.state.broker?.kind === "connected");
      await until("a picture", () => kiosk.state.displays[0]?.painter.state.raster !== undefined);
      return kiosk;
    };
    const inked = (kiosk: Kiosk) =>
      kiosk.state.displays[0]?.painter.state.raster?.pixels.filter((ink) => ink === 0).length;
    const past = (kiosk: Kiosk) => {
      const known = kiosk.state.meters[0]?.history.past(kiosk.now(), 3);
      return [
        known?.energy("activeEnergyImportWh", fromMs, nowMs - HOUR),
        known?.bucketsBetween("netPowerW", [nowMs - 2 * HOUR, nowMs - HOUR]),
      ];
    };
    const drawnMs = (kiosk: Kiosk) => kiosk.state.displays[0]?.painter.state.drawnAt?.monoMs ?? 0;
    const hear = async (kiosk: Kiosk) => {
      for (let i = 0; i < 2; i++)
        await node.publish("han/telegram", telegram(Date.now(), fromMs), { retain: false, qos: 0 });
      const heardMs = () => kiosk.state.meters[0]?.history.latest.arrivedAt?.monoMs ?? Infinity;
      await until("its picture", () => drawnMs(kiosk) >= heardMs());
    };
    try {
      const first = await started(true);
      const before = past(first);
      expect(before[0]).toMatchObject({ method: "counter", wh: expect.any(Number) });
      await hear(first);
      const inkBefore = inked(first) ?? 0;
      await first.stop();
      const second = await started(true);
      expect(past(second)).toEqual(before);
      const connectedMs = second.state.broker?.since.monoMs ?? Infinity;
      await until("a picture of the connected kiosk", () => drawnMs(second) >= connectedMs);
      const inkWaiting = inked(second) ?? 0;
      const empty = await started(false);
      for (const kiosk of [second, empty]) await hear(kiosk);
      // The chart alone is thousands of points of ink; what differs before and after is the time and, before a telegram, the power.
      for (const ink of [inkWaiting, inked(second) ?? 0])
        expect(Math.abs(ink - inkBefore)).toBeLessThan(inkBefore - (inked(empty) ?? 0));
    } finally {
      for (const kiosk of kiosks) await kiosk.stop();
      await node.end();
      await broker.stop();
    }
  });
});

describe("a kiosk whose configuration is loaded again", () => {
  it("has the past of a meter that is added, and keeps its folder until the next start", async () => {
    const endMs = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR;
    const rows = Array.from({ length: 48 }, (_, i) => `${iso(endMs - (48 - i) * HOUR)},500,0`);
    writeFileSync(at("old.csv"), `from,importWh,exportWh\n${rows.join("\n")}\n`);
    const zone = ["--time-zone", "Europe/Helsinki"];
    const args = ["history", "import", "--from", "csv", "old.csv", "--history", "h", "--meter", "barn", ...zone];
    expect((await wattframe(args, { cwd: folder })).stdout).toBe('{"imported":48,"skipped":0,"refused":0}\n');
    const broker = await startMosquitto();
    const alone = config(broker.url, true);
    const kiosk = await startKiosk(alone, { log: SILENT, runtimeFolder: folder, stateFolder: folder });
    try {
      const added = alone.meters.map((meter) => ({ ...meter, name: "barn", prefix: "barn" }));
      const both = { ...alone, meters: [...alone.meters, ...added] };
      await kiosk.reload(both);
      const barn = kiosk.state.meters.find((meter) => meter.config.name === "barn");
      const known = barn?.history.past(kiosk.now(), 3)?.energy("activeEnergyImportWh", endMs - 48 * HOUR, endMs);
      expect(known).toMatchObject({ wh: expect.closeTo(24_000, 1), coverage: 1 });
      await kiosk.reload({ ...both, history: { path: at("elsewhere") } });
      expect(kiosk.state.history?.path).toBe(join(at("h"), "history.sqlite"));
      await kiosk.reload(alone);
      expect(kiosk.state.history?.fault).toBeUndefined();
    } finally {
      await kiosk.stop();
      await broker.stop();
    }
    expect(readdirSync(folder)).not.toContain("elsewhere");
    const whole = ["--meter", "barn", "--from", iso(endMs - 48 * HOUR), "--to", iso(endMs)];
    expect(JSON.parse(await energy(...whole))).toMatchObject({ importWh: 24_000, coverage: 1 });
  });
});

function config(url: string, hasHistory: boolean): Config {
  return {
    file: at("wattframe.yaml"),
    name: "test",
    broker: { kind: "remote", url, keepaliveS: 30 },
    meters: [{ name: "house", prefix: "han", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    ...(hasHistory && { history: { path: at("h") } }),
    displays: [
      {
        name: "file",
        kind: "png-file",
        meter: "house",
        layout: "balance",
        theme: "light",
        refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
        options: { path: at(hasHistory ? "kept.png" : "empty.png"), size: "800x480", palette: "black-white" },
      },
    ],
  };
}
