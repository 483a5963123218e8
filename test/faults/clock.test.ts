import { beforeEach, describe, expect, it } from "vitest";
import { kioskScene } from "./kiosk-scene.ts";
import { Film, POWERS_W } from "./picture-reading.ts";

const HOUR_S = 3_600;
const YEAR_S = 365 * 24 * HOUR_S;

const scene = kioskScene("wall");
beforeEach(() => scene.reader.begin(scene.broker.url));

describe("a clock that is set while the kiosk runs", () => {
  it.each([
    ["ahead and back", [30, -30, HOUR_S, -HOUR_S, YEAR_S, -YEAR_S]],
    ["back and ahead", [-30, 30, -HOUR_S, HOUR_S, -YEAR_S, YEAR_S]],
  ])("%s: every picture says what is true, and a meter that falls silent is old", async (_, jumps) => {
    const startMs = scene.time.nowMs;
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.site.shows("1100 W");
    const startWh = scene.reader.importWh;
    const film = new Film(scene.site.picture);
    for (const [i, jump] of jumps.entries()) {
      await scene.time.move(jump);
      scene.reader.powerW = POWERS_W[(i + 1) % POWERS_W.length] ?? 1_100;
      await scene.site.shows(`${scene.reader.powerW} W`);
      kiosk.signal("SIGHUP");
      await kiosk.says("configuration reloaded", i + 1);
    }
    scene.reader.pause();
    await scene.time.move(jumps[0]!);
    await scene.site.shows("2200 W, old");
    expect(await film.end()).toEqual([
      ...[...POWERS_W, ...POWERS_W.slice(0, 2)].map((powerW) => `${powerW} W`),
      "2200 W, old",
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(kiosk.log().filter(({ level }) => level !== "info")).toEqual([]);
    // What was used while the clock was elsewhere is elsewhere, and nothing is counted twice.
    const { importWh } = await scene.site.energy(startMs, scene.time.nowMs);
    expect(importWh).toBeGreaterThanOrEqual(0);
    expect(importWh).toBeLessThan(scene.reader.importWh - startWh + 50);
    expect(scene.site.left()).toEqual([]);
  });
});
