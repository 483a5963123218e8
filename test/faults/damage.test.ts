import { closeSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { type FilledHistory, fillHistory } from "./filled-history.ts";
import { kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";

const PAST_DAYS = 20;
const PAGE_BYTES = 1_024;

const scene = kioskScene("both");
let past: FilledHistory;
beforeEach(async () => {
  past = await fillHistory(scene.site.at("history"), PAST_DAYS);
  scene.reader.importWh = past.counterWh;
  await scene.reader.begin(scene.broker.url);
});

/** Overwrites pages of the history from a share of the file on. */
function damage(share: number, pages: number): void {
  const file = scene.site.at("history/history.sqlite");
  const page = Math.floor((statSync(file).size / PAGE_BYTES) * share);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(pages * PAGE_BYTES, 0xa5), 0, pages * PAGE_BYTES, page * PAGE_BYTES);
  closeSync(descriptor);
}

const errors = (...kiosks: readonly KioskProcess[]) =>
  kiosks.flatMap((kiosk) => kiosk.log().filter(({ level }) => level !== "info"));
const setAside = () => readdirSync(scene.site.at("history")).filter((name) => name.startsWith("damaged-"));

async function commit(): Promise<void> {
  await scene.time.move(301);
  scene.reader.importWh += 100;
  const sinceMs = scene.time.nowMs - 60_000;
  await expect.poll(() => Date.parse(scene.site.status()?.history?.savedAt ?? "")).toBeGreaterThan(sinceMs);
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
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.site.shows("1100 W");
    const startMs = scene.time.nowMs;
    await commit();
    scene.reader.powerW = 2_200;
    await scene.site.shows("2200 W");
    await commit();
    scene.reader.powerW = 3_300;
    await scene.site.shows("3300 W");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(errors(kiosk)).toMatchObject([DAMAGED]);
    expect([setAside().length, scene.site.left()]).toEqual([1, []]);
    const energy = await scene.site.energy(startMs, scene.time.nowMs);
    expect(energy).toMatchObject({ importWh: expect.closeTo(200, -2) as number, method: "counter" });
    expect(energy["coverage"]).toBeGreaterThan(0.9);
    const before = await scene.site.energy(past.fromMs, past.toMs);
    // What a damaged page alone had is missing, at the beginning for want of an earlier value: hours of twenty days.
    expect(before["importWh"]).toBeGreaterThan(0.95 * past.importWh);
    expect(before["importWh"]).toBeLessThan(1.01 * past.importWh);
  });

  it.each([1, 20, 1_000])("in %i pages while the kiosk runs disturbs no picture, and is said once", async (pages) => {
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.site.shows("1100 W");
    await commit();
    damage(0.3, pages);
    await commit();
    scene.reader.powerW = 2_200;
    await scene.site.shows("2200 W");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    const again = scene.site.start({ env: scene.time.env });
    scene.reader.powerW = 3_300;
    await scene.site.shows("3300 W");
    await commit();
    expect(await again.end("SIGTERM")).toBe(0);
    expect(errors(kiosk, again)).toMatchObject([DAMAGED]);
    expect([setAside().length, scene.site.left()]).toEqual([1, []]);
  });
});
