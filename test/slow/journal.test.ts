import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { DisplayConfig } from "../../src/config/config.ts";
import { epaperDisplay } from "../../src/display/epaper.ts";
import { epaperOptions } from "../../src/display/epaper-options.ts";
import { memoryDisplay } from "../../src/display/memory.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../../src/kiosk/kiosk.ts";
import { configuredDisplay } from "../../src/kiosk/kiosk-display.ts";
import { journalLog } from "../../src/log.ts";
import { panelOf } from "../../src/panel/panels.ts";
import { type AttemptEvents, Reconnection } from "../../src/source/reconnection.ts";
import type { SourceEvents } from "../../src/source/source.ts";
import type { EmulatedController } from "../emulator/emulated-controller.ts";
import { emulatorOf } from "../emulator/emulator-of.ts";
import { FakeClock } from "../emulator/fake-clock.ts";
import { closing } from "../emulator/wall.ts";
import { config, display } from "../unit/kiosk/kiosk-under-test.ts";

const SECOND = 1_000;
const HOUR_S = 3_600;
const DAY_LIMIT_BYTES = 1_000_000;
const PANEL = "waveshare-7in5-v2";

let folder: string;
let kiosk: Kiosk | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-day-"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
});
afterEach(async () => {
  await kiosk?.stop();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const displays: readonly DisplayConfig[] = [
  display("wall", {
    kind: "epaper",
    options: epaperOptions.parse({ panel: PANEL }),
    refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 30 },
  }),
  display("page", {
    layout: "glance",
    options: { size: "250x122" },
    refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 60 },
  }),
];

const displayFactory: KioskParts["displayFactory"] = (line) => ({
  ...configuredDisplay({
    ...line,
    options: line.kind === "epaper" ? line.options : { path: "page.png", size: "250x122", palette: "black-white" },
  }),
  create: (environment) => {
    if (line.kind !== "epaper") return memoryDisplay();
    const timing = new FakeClock();
    const glass = emulatorOf(panelOf(PANEL), timing) as EmulatedController;
    const later = (ms: number, work: () => void) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    };
    const openBus = async () => closing(glass, () => undefined);
    return epaperDisplay(epaperOptions.parse({ panel: PANEL }), environment, {
      openBus,
      timing,
      later,
      log: environment.log,
    });
  },
});

/** A reader that sends a telegram a second while the broker is there; power and current never stay the same. */
function telegram(second: number): Buffer {
  const powerW = 400 + Math.round(300 * Math.sin(second / 700)) + (second % 97);
  const obis = {
    "1-0:1.7.0": powerW,
    "1-0:2.7.0": 0,
    "1-0:1.8.0": 1_000_000 + second,
    "1-0:31.7.0": powerW * 2,
    "1-0:51.7.0": powerW,
    "1-0:71.7.0": powerW,
  };
  return Buffer.from(JSON.stringify({ v: 1, seq: second, up: second, fmt: "efs", obis }));
}

/** Lets what is under way be finished: it reads and writes files. */
async function settled(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (kiosk?.state.displays.some(({ painter }) => painter.isAtWork));
}

it("fills a quarter of a megabyte of the journal a day at most, with a telegram a second and an hourly loss of the broker", async () => {
  const counts = new Map<string, number>();
  let bytes = 0;
  const log = await journalLog("info", (line) => {
    bytes += Buffer.byteLength(line);
    const { msg } = JSON.parse(line.slice(3)) as { msg: string };
    counts.set(msg, (counts.get(msg) ?? 0) + 1);
  });
  let events: SourceEvents | undefined;
  let attempt: AttemptEvents | undefined;
  const openSource: KioskParts["openSource"] = async (_config, told, clock) => {
    events = told;
    const link = new Reconnection({
      end: "broker",
      place: "mqtt://192.168.1.10:1883",
      clock,
      log,
      pace: { firstMs: 1_000, capMs: 60_000, refusedMs: 60_000, stableMs: 60_000 },
      onState: (state) => told.state(state),
      attempt: (each) => {
        attempt = each;
        setTimeout(() => each.arrived(), 10);
        return { close: () => Promise.resolve() };
      },
    });
    link.start();
    return { publish: () => Promise.resolve(), stop: () => link.stop() };
  };
  kiosk = await startKiosk(config(displays, { log: { level: "info" } }), {
    log,
    runtimeFolder: folder,
    stateFolder: folder,
    openSource,
    displayFactory,
  });
  for (let second = 0; second < HOUR_S; second++) {
    if (second === HOUR_S / 2) attempt?.failed({ refused: false, reason: "the broker closed the connection" });
    await vi.advanceTimersByTimeAsync(SECOND);
    const now = kiosk.now();
    events?.message({ topic: "p1/telegram", payload: telegram(second), retained: false, qos: 0, at: now });
    await settled();
  }
  const { partial = 0, full = 0 } = kiosk.state.displays[0]?.painter.shows.counts ?? {};
  expect(partial).toBeGreaterThan(100);
  expect([counts.get("broker lost"), counts.get("broker connected")]).toEqual([1, 2]);
  expect(counts.get("refreshed")).toBe(full);
  expect(24 * bytes, JSON.stringify([...counts])).toBeLessThan(DAY_LIMIT_BYTES / 4);
});
