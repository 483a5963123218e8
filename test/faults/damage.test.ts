import { closeSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { type FilledHistory, fillHistory } from "./filled-history.ts";
import { HouseReader } from "./house-reader.ts";
import { type KioskProcess, KioskSite } from "./kiosk-site.ts";

const PAST_DAYS = 20;
const PAGE_BYTES = 1_024;

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
let time: FakeTime;
let past: FilledHistory;
beforeEach(async () => {
  site = new KioskSite();
  time = new FakeTime(site.folder, "both");
  broker = await startMosquitto();
  past = await fillHistory(site.at("history"), PAST_DAYS);
  reader = new HouseReader(1_100);
  reader.importWh = past.counterWh;
  await reader.begin(broker.url);
  site.configure({ broker: `url: "${broker.url}"` });
});
afterEach(async () => {
  await reader.end();
  await broker.stop();
  await site.clear();
});

/** Overwrites pages of the history from a share of the file on. */
function damage(share: number, pages: number): void {
  const file = site.at("history/history.sqlite");
  const page = Math.floor((statSync(file).size / PAGE_BYTES) * share);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(pages * PAGE_BYTES, 0xa5), 0, pages * PAGE_BYTES, page * PAGE_BYTES);
  closeSync(descriptor);
}

const errors = (...kiosks: readonly KioskProcess[]) =>
  kiosks.flatMap((kiosk) => kiosk.log().filter(({ level }) => level !== "info"));
const setAside = () => readdirSync(site.at("history")).filter((name) => name.startsWith("damaged-"));

async function commit(): Promise<void> {
  await time.move(301);
  reader.importWh += 100;
  const sinceMs = time.nowMs - 60_000;
  await expect.poll(() => Date.parse(site.status()?.history?.savedAt ?? "")).toBeGreaterThan(sinceMs);
}

const DAMAGED = {
  level: "error",
  msg: "the history is damaged: it is set aside, and a new one begins",
  setAside: expect.stringContaining("damaged-") as string,
  hint: expect.stringContaining("doc/history.md") as string,
};

describe("a history that is damaged in the middle", () => {
  it.each([0.3, 0.5, 0.8])("at %f of the file, before the start, is set aside and said once", async (share) => {
    damage(share, 1);
    const kiosk = site.start({ env: time.env });
    await site.shows("1100 W");
    const startMs = time.nowMs;
    await commit();
    reader.powerW = 2_200;
    await site.shows("2200 W");
    await commit();
    reader.powerW = 3_300;
    await site.shows("3300 W");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(errors(kiosk)).toMatchObject([DAMAGED]);
    expect([setAside().length, site.left()]).toEqual([1, []]);
    const energy = await site.energy(startMs, time.nowMs);
    expect(energy).toMatchObject({ importWh: expect.closeTo(200, -2) as number, method: "counter" });
    expect(energy["coverage"]).toBeGreaterThan(0.9);
    const before = await site.energy(past.fromMs, past.toMs);
    expect(before).toMatchObject({ importWh: expect.closeTo(past.importWh, -4) as number, method: "counter" });
  });

  it.each([1, 20, 1_000])("in %i pages while the kiosk runs disturbs no picture, and is said once", async (pages) => {
    const kiosk = site.start({ env: time.env });
    await site.shows("1100 W");
    await commit();
    damage(0.3, pages);
    await commit();
    reader.powerW = 2_200;
    await site.shows("2200 W");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    const again = site.start({ env: time.env });
    reader.powerW = 3_300;
    await site.shows("3300 W");
    await commit();
    expect(await again.end("SIGTERM")).toBe(0);
    expect(errors(kiosk, again)).toMatchObject([DAMAGED]);
    expect([setAside().length, site.left()]).toEqual([1, []]);
  });
});
