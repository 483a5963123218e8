import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../../src/config/fault.ts";
import { takeLock } from "../../../src/files/lock.ts";
import { afterShow, NOTHING_SHOWN } from "../../../src/kiosk/show-log.ts";
import type { Status } from "../../../src/kiosk/status.ts";
import { keepStatusFile, readStatus } from "../../../src/kiosk/status-file.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { VERSION } from "../../../src/version.ts";
import { later } from "../../fixtures/readings.ts";
import { kioskDisplayOf, kioskMeterOf, kioskOf, tell } from "../web/kiosk-of.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-status-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WRITTEN = { changed: true, reason: "written", facts: { kind: "full" } };
const PICTURE = { width: 1, height: 1, palette: BLACK_WHITE, pixels: Uint8Array.of(0) };

const NO_FAULTS = () => [];

const file = () => join(folder, "status.json");
const read = () => JSON.parse(readFileSync(file(), "utf8")) as Status;
const isThere = () => expect.poll(() => existsSync(file()), { timeout: 5_000 }).toBe(true);

describe("the status file", () => {
  it("says who wrote it and when, and how the broker, the meters and the displays are", async () => {
    const meter = kioskMeterOf("house", "p1");
    tell(meter, "momentary_active_import", "1.5", 0);
    const fault = { code: "BUS_IO", message: "no answer", hint: "look at the wires" } as const;
    const shown = afterShow(NOTHING_SHOWN, PICTURE, WRITTEN, later(5_000), "Europe/Helsinki");
    const displays = [
      kioskDisplayOf("hall", { result: WRITTEN, drawnAt: later(5_000), decidedAt: later(5_000) }, shown),
      kioskDisplayOf("cellar", {
        result: { changed: false, reason: "too-soon", notBeforeMonoMs: later(30_000).monoMs },
        drawnAt: later(5_000),
        decidedAt: later(6_000),
        isUndrawn: true,
      }),
      kioskDisplayOf("attic", { fault: { ...fault, retryAtMonoMs: 5_000 } }),
    ];
    const kiosk = kioskOf([meter], displays);
    const status = keepStatusFile(kiosk, folder, SILENT);
    await isThere();
    const { at, startedAt, ...rest } = read();
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect(Date.parse(startedAt)).toBeLessThanOrEqual(Date.parse(at));
    expect(rest).toEqual({
      pid: process.pid,
      version: VERSION,
      broker: { kind: "connected" },
      meters: [{ name: "house", telegrams: 1, topics: 1, lastAt: "2026-01-15T12:00:00.000Z" }],
      displays: [
        {
          name: "hall",
          kind: "png-file",
          drawnAt: "2026-01-15T12:00:05.000Z",
          decidedAt: "2026-01-15T12:00:05.000Z",
          reason: "written",
          shownAt: "2026-01-15T12:00:05.000Z",
          today: { since: "2026-01-15T12:00:05.000Z", counts: { offered: 1, shown: 1, full: 1 } },
        },
        {
          name: "cellar",
          kind: "png-file",
          drawnAt: "2026-01-15T12:00:05.000Z",
          decidedAt: "2026-01-15T12:00:06.000Z",
          reason: "too-soon",
          notBefore: "2026-01-15T12:00:30.000Z",
        },
        { name: "attic", kind: "png-file", fault },
      ],
    });
    await status.stop();
  });

  it("has what the reader says of itself and the meter's clock beside ours", async () => {
    const meter = kioskMeterOf("house", "han");
    const take = (topic: string, payload: object, afterMs: number) =>
      meter.session.take({
        topic: `han/${topic}`,
        payload: Buffer.from(JSON.stringify(payload)),
        retained: false,
        qos: 0,
        at: later(afterMs),
      });
    const telegram = { v: 1, seq: 1, up: 10, fmt: "efs", clock: "2026-01-15T14:01:30", obis: { "1-0:1.7.0": 1122 } };
    take("telegram", telegram, 0);
    take("diagnostics", { v: 1, fw: "0.2.0", rssi: -84 }, 1_000);
    meter.history.readerStatus(true, later(2_000));
    const status = keepStatusFile(kioskOf([meter]), folder, SILENT);
    await isThere();
    expect(read().meters).toMatchObject([
      {
        reader: { online: true, version: "0.2.0", findings: [{ symptom: "The reader's Wi-Fi is weak (-84 dBm)" }] },
        clock: { local: "2026-01-15T14:01:30", aheadS: 90 },
      },
    ]);
    await status.stop();
  });

  it("says connecting while nothing is known of the broker, and later why it is lost", async () => {
    const kiosk = kioskOf([]);
    kiosk.state.broker = undefined;
    const status = keepStatusFile(kiosk, folder, SILENT, NO_FAULTS, 20);
    await isThere();
    expect(read().broker).toEqual({ kind: "connecting" });
    kiosk.state.broker = { kind: "lost", reason: "refused (ECONNREFUSED)", since: later(0) };
    await expect.poll(() => read().broker).toEqual({ kind: "lost", reason: "refused (ECONNREFUSED)" });
    await status.stop();
  });

  it("has the faults of a reload that was refused, beside those of a display, until one succeeds", async () => {
    const displays = [
      kioskDisplayOf("attic", { fault: { code: "BUS_IO", message: "no answer", retryAtMonoMs: 5_000 } }),
    ];
    const place = { file: "w.yaml", line: 3, column: 5, path: "locale" };
    let faults: readonly Fault[] = [{ ...place, code: "WRONG_VALUE", message: "is not a locale", hint: "write fi-FI" }];
    const status = keepStatusFile(kioskOf([], displays), folder, SILENT, () => faults, 20);
    await isThere();
    expect(read()).toMatchObject({
      configuration: {
        faults: [{ code: "WRONG_VALUE", message: "w.yaml:3:5 locale: is not a locale", hint: "write fi-FI" }],
      },
      displays: [{ name: "attic", fault: { code: "BUS_IO" } }],
    });
    faults = [];
    await expect.poll(() => read().configuration).toBeUndefined();
    await status.stop();
  });

  it("is removed when the kiosk ends in order, and nothing else is left", async () => {
    const status = keepStatusFile(kioskOf([]), folder, SILENT, NO_FAULTS, 1);
    await isThere();
    await status.stop();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that cannot be written is reported once, and written as soon as it can be", async () => {
    const said: string[] = [];
    const log: Log = { ...SILENT, warn: (_facts, message) => void said.push(message) };
    const inTheWay = join(folder, "runtime");
    writeFileSync(inTheWay, "");
    const status = keepStatusFile(kioskOf([]), inTheWay, log, NO_FAULTS, 5);
    await expect.poll(() => said).toEqual(["the status file cannot be written"]);
    rmSync(inTheWay);
    await expect.poll(() => existsSync(join(inTheWay, "status.json"))).toBe(true);
    await status.stop();
    expect(said).toHaveLength(1);
  });
});

describe("the status of a runtime folder", () => {
  it("is that of the kiosk which runs there", async () => {
    const lock = await takeLock(join(folder, "wattframe.lock"), "");
    expect(await readStatus(folder)).toBeUndefined();
    const status = keepStatusFile(kioskOf([]), folder, SILENT);
    await isThere();
    expect(await readStatus(folder)).toMatchObject({ pid: process.pid, meters: [], displays: [] });
    await status.stop();
    await lock.release();
  });

  it("is none where the kiosk is gone, or the file is another program's", async () => {
    const status = keepStatusFile(kioskOf([]), folder, SILENT);
    await isThere();
    expect(await readStatus(folder)).toBeUndefined(); // nobody holds the lock
    await status.stop();
    const lock = await takeLock(join(folder, "wattframe.lock"), "");
    for (const text of ["", "null", "[]", '{"at":1}', "{"]) {
      writeFileSync(file(), text);
      expect(await readStatus(folder), text).toBeUndefined();
    }
    await lock.release();
  });
});
