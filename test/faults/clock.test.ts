import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { HouseReader } from "./house-reader.ts";
import { KioskSite } from "./kiosk-site.ts";
import { Film, POWERS_W } from "./picture-reading.ts";

const HOUR_S = 3_600;
const YEAR_S = 365 * 24 * HOUR_S;

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
let time: FakeTime;
beforeEach(async () => {
  site = new KioskSite();
  time = new FakeTime(site.folder, "wall");
  broker = await startMosquitto();
  reader = new HouseReader(1_100);
  await reader.begin(broker.url);
});
afterEach(async () => {
  await reader.end();
  await broker.stop();
  await site.clear();
});

describe("a clock that is set while the kiosk runs", () => {
  it.each([
    ["ahead and back", [30, -30, HOUR_S, -HOUR_S, YEAR_S, -YEAR_S]],
    ["back and ahead", [-30, 30, -HOUR_S, HOUR_S, -YEAR_S, YEAR_S]],
  ])("%s: every picture says what is true, and a meter that falls silent is old", async (_, jumps) => {
    site.configure({ broker: `url: "${broker.url}"` });
    const startMs = time.nowMs;
    const kiosk = site.start({ env: time.env });
    await site.shows("1100 W");
    const startWh = reader.importWh;
    const film = new Film(site.picture);
    for (const [i, jump] of jumps.entries()) {
      await time.move(jump);
      reader.powerW = POWERS_W[(i + 1) % POWERS_W.length] ?? 1_100;
      await site.shows(`${reader.powerW} W`);
      kiosk.signal("SIGHUP");
      await kiosk.says("configuration reloaded", i + 1);
    }
    reader.pause();
    await time.move(jumps[0]!);
    await site.shows("2200 W, old");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(await film.end()).toEqual([
      ...[...POWERS_W, ...POWERS_W.slice(0, 2)].map((powerW) => `${powerW} W`),
      "2200 W, old",
    ]);
    expect(kiosk.log().filter(({ level }) => level !== "info")).toEqual([]);
    // What was used while the clock was elsewhere is elsewhere, and nothing is counted twice.
    const { importWh } = await site.energy(startMs, time.nowMs);
    expect(importWh).toBeGreaterThanOrEqual(0);
    expect(importWh).toBeLessThan(reader.importWh - startWh + 50);
    expect(site.left()).toEqual([]);
  });
});
