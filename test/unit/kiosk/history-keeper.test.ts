import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MeterConfig } from "../../../src/config/config.ts";
import { History } from "../../../src/history/history.ts";
import { HistoryKeeper } from "../../../src/kiosk/history-keeper.ts";
import type { Log } from "../../../src/log.ts";
import type { Now } from "../../../src/meter/now.ts";
import { FileAccess } from "../../../src/store/file-access.ts";
import { HISTORY_FILE, HistoryFile } from "../../../src/store/history-file.ts";
import { later, NOON_MS } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CONFIG: MeterConfig = {
  name: "house",
  prefix: "han",
  mainFuseA: 25,
  phases: 3,
  timeZone: "Europe/Helsinki",
  wire: {},
};

let folder: string;
let logged: string[];
let now: Now;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-keeper-"));
  logged = [];
  now = later(0);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log: Log = {
  debug() {},
  info: (_facts: object, message: string) => void logged.push(message),
  warn: (_facts: object, message: string) => void logged.push(message),
  error: (_facts: object, message: string) => void logged.push(message),
  child: () => log,
};

/** Access to a history of which a kiosk is stopped while it loads the first piece. */
class StoppedAccess extends FileAccess {
  pieces = 0;
  readonly #stop: AbortController;

  constructor(folder: string, stop: AbortController) {
    super(new HistoryFile({ folder, log, wallMs: () => now.wallMs }));
    this.#stop = stop;
  }

  override slots(...which: Parameters<FileAccess["slots"]>): ReturnType<FileAccess["slots"]> {
    this.pieces += 1;
    this.#stop.abort();
    return super.slots(...which);
  }
}

/** Access to a history on a disk that takes twenty seconds for each piece. */
class SlowAccess extends FileAccess {
  override slots(...which: Parameters<FileAccess["slots"]>): ReturnType<FileAccess["slots"]> {
    now = { ...now, monoMs: now.monoMs + 20_000 };
    return super.slots(...which);
  }
}

const accessTo = (at: string) => new FileAccess(new HistoryFile({ folder: at, log, wallMs: () => now.wallMs }));

/** A keeper with one meter, as a kiosk that starts has it. */
async function started(at = folder, config = CONFIG, access = accessTo(at), stop?: AbortSignal) {
  const keeper = new HistoryKeeper({ folder: at, access, clock: () => now, log, onChange: () => {} });
  const history = new History({ timeZone: config.timeZone, store: keeper.storeOf(config) });
  const meters = [{ config, history }];
  await keeper.open();
  await keeper.load(meters, stop);
  return { keeper, history, save: () => keeper.save(meters), stop: () => keeper.stop(meters) };
}

/** The hours that are in the file. */
async function hours(): Promise<readonly unknown[]> {
  const file = new HistoryFile({ folder, log, wallMs: () => now.wallMs, isReadOnly: true });
  await file.prepare();
  try {
    return file.use("HISTORY_READ", (database) => database.prepare("SELECT * FROM hours").all());
  } finally {
    file.close();
  }
}

/** Lets the house take a kilowatt from one instant after noon to another, told every minute. */
function live(history: History, fromMs: number, toMs: number): void {
  for (let afterMs = fromMs; afterMs <= toMs; afterMs += MINUTE) {
    now = later(afterMs);
    const values = { activePowerImportW: 1_000, activeEnergyImportWh: Math.round(10_000 + afterMs / 3_600) };
    history.add({ values, at: now, retained: false });
  }
}

const energy = (history: History, fromMs: number, toMs: number) =>
  history.past(now, 3)?.energy("activeEnergyImportWh", NOON_MS + fromMs, NOON_MS + toMs).wh;
const told = () => logged.filter((message) => !message.includes("again"));

describe("a kept history", () => {
  it("knows after a restart what it knew before, and the energy of the time between", async () => {
    const first = await started();
    live(first.history, 0, 3 * HOUR);
    const before = energy(first.history, 0, 3 * HOUR);
    await first.stop();
    now = later(5 * HOUR);
    const second = await started();
    expect([before, energy(second.history, 0, 3 * HOUR)]).toEqual([3_000, 3_000]);
    live(second.history, 5 * HOUR, 6 * HOUR);
    expect(energy(second.history, 0, 6 * HOUR)).toBe(6_000);
    await second.stop();
    expect(readdirSync(folder)).toEqual([HISTORY_FILE]);
    expect([logged, second.keeper.state]).toEqual([
      [],
      { path: join(folder, HISTORY_FILE), isSaving: false, savedMs: NOON_MS + 6 * HOUR },
    ]);
  });

  it("makes no less of the running day where loading took too long", async () => {
    const first = await started();
    live(first.history, 0, 9 * DAY);
    await first.stop();
    const file = new HistoryFile({ folder, log, wallMs: () => now.wallMs });
    const slow = await started(folder, CONFIG, new SlowAccess(file));
    expect(logged).toEqual(["the oldest part of the history is left out: it took too long"]);
    live(slow.history, 9 * DAY, 9 * DAY + 20 * MINUTE);
    await slow.stop();
    now = later(500 * DAY); // only days are read now
    const whole = await started();
    const lastDay = [NOON_MS + 8 * DAY + 10 * HOUR, NOON_MS + 9 * DAY + 10 * HOUR] as const; // local midnights
    const [known] = whole.history.past(now, 3)?.buckets("activePowerImportW", ...lastDay, DAY) ?? [];
    expect(known?.coverage).toBeCloseTo((14 * HOUR + 20 * MINUTE) / DAY, 2);
    await whole.stop();
  });

  it("keeps the meters' days when the time zone is another one at the next start", async () => {
    const first = await started();
    live(first.history, 0, 30 * HOUR);
    await first.stop();
    for (const timeZone of ["America/New_York", "Europe/Helsinki"]) {
      const next = await started(folder, { ...CONFIG, timeZone });
      expect(energy(next.history, 0, 30 * HOUR)).toBe(30_000);
      await next.stop();
    }
    expect(logged).toEqual([]);
  });

  it("is written by one kiosk at a time", async () => {
    const first = await started();
    await expect(started()).rejects.toMatchObject({ code: "LOCKED" });
    await first.stop();
    await (await started()).stop();
  });

  it("goes on in memory where nothing can be written, says so once, and writes when it can be", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file in its place");
    const { keeper, history, save, stop } = await started();
    live(history, 0, HOUR);
    for (let i = 0; i < 3; i++) await save();
    expect(told()).toEqual(["the history is in memory only at the moment"]);
    expect(keeper.state.fault).toMatchObject({ code: "HISTORY_WRITE" });
    expect(energy(history, 0, HOUR)).toBe(1_000);
    rmSync(folder);
    mkdirSync(folder);
    await save();
    expect(keeper.state).toEqual({ path: join(folder, HISTORY_FILE), isSaving: false, savedMs: now.wallMs });
    await stop();
    const next = await started();
    expect(energy(next.history, 0, HOUR)).toBe(1_000);
    await next.stop();
  });

  it("that is stopped while it loads reads no more, and writes nothing over what it has not read", async () => {
    const first = await started();
    live(first.history, 0, 30 * HOUR);
    await first.stop();
    const before = await hours();
    const stop = new AbortController();
    const access = new StoppedAccess(folder, stop);
    const second = await started(folder, CONFIG, access, stop.signal);
    await second.stop();
    expect([access.pieces, logged, readdirSync(folder)]).toEqual([1, [], [HISTORY_FILE]]);
    expect(before).toHaveLength(30);
    expect(await hours()).toEqual(before);
    const third = await started();
    expect(energy(third.history, 0, 30 * HOUR)).toBe(30_000);
    await third.stop();
  });

  it("says that it is saving from when it is asked until all is written", async () => {
    const { keeper, history, save, stop } = await started();
    live(history, 0, HOUR);
    const saves = [save(), save()];
    const during: boolean[] = [keeper.state.isSaving];
    for (const each of saves) during.push(await each.then(() => keeper.state.isSaving));
    const stopping = stop();
    during.push(keeper.state.isSaving);
    await stopping;
    expect([...during, keeper.state.isSaving]).toEqual([true, true, false, true, false]);
  });

  it("leaves a newer program's file alone and goes on in memory", async () => {
    await (await started()).stop();
    execFileSync(process.execPath, ["--input-type=module", "-e", NEWER, join(folder, HISTORY_FILE)]);
    const { keeper, history, save, stop } = await started();
    live(history, 0, HOUR);
    await save();
    expect(keeper.state.fault?.code).toBe("HISTORY_NEWER");
    expect(told()).toHaveLength(1);
    await stop();
  });
});

const NEWER = `
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite") ?? (await import("@photostructure/sqlite"));
  new DatabaseSync(process.argv[1]).exec("PRAGMA user_version = 1000");
`;

/** Mounts something; false where this user may not. What a killed or closed program still holds does not keep it from going. */
function mounted(...args: readonly string[]): boolean {
  try {
    execFileSync("mount", args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const unmount = (at: string) => execFileSync("umount", ["--lazy", at]);

describe("on a file system of its own, which only root can mount,", () => {
  it("a full disk is said once, and what came meanwhile is written when there is room", async (context) => {
    if (!mounted("-t", "tmpfs", "-o", "size=256k", "tmpfs", folder)) return context.skip("only root may mount");
    try {
      const { keeper, history, save, stop } = await started();
      live(history, 0, HOUR);
      await save();
      const filler = join(folder, "filler");
      execFileSync("sh", ["-c", `dd if=/dev/zero of=${filler} bs=1k 2>/dev/null || true`]);
      live(history, HOUR + MINUTE, 9 * HOUR);
      for (let i = 0; i < 3; i++) await save();
      expect(told()).toEqual(["the history is in memory only at the moment"]);
      expect(keeper.state.fault?.error).toContain("no space is left");
      expect(energy(history, 0, 9 * HOUR)).toBe(9_000);
      rmSync(filler);
      await save();
      expect(keeper.state.fault).toBeUndefined();
      await stop();
      const next = await started();
      expect(energy(next.history, 0, 9 * HOUR)).toBe(9_000);
      await next.stop();
    } finally {
      unmount(folder);
    }
  });

  it("a read-only disk is said once, and what was written there before is known", async (context) => {
    const first = await started();
    live(first.history, 0, HOUR);
    await first.stop();
    const disk = join(folder, "disk");
    mkdirSync(disk);
    if (!mounted("--bind", folder, disk)) return context.skip("only root may mount");
    try {
      expect(mounted("-o", "remount,bind,ro", disk)).toBe(true);
      const { history, save, stop } = await started(disk);
      expect(energy(history, 0, HOUR)).toBe(1_000);
      live(history, HOUR + MINUTE, 2 * HOUR);
      await save();
      await save();
      expect(told()).toEqual(["the history is in memory only at the moment"]);
      await stop();
    } finally {
      unmount(disk);
    }
  });
});
