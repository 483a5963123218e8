import { describe, expect, it } from "vitest";
import { startMosquitto } from "../e2e/mosquitto.ts";
import { kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";
import { Film, readPicture } from "./picture-reading.ts";

const HOUR_S = 3_600;

const scene = kioskScene("both");
/** What the log says of the connection in turn. */
const linksOf = (kiosk: KioskProcess) =>
  kiosk
    .log()
    .map(({ msg }) => msg)
    .filter((msg) => msg.startsWith("broker ") && msg !== "broker connecting");

describe("a broker that goes and comes back", () => {
  it("three times in a row: the picture goes on each time, and the log says each loss and each return once", async () => {
    const kiosk = scene.site.start();
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("1100 W");
    for (const [round, powerW] of ([2_200, 3_300, 4_400] as const).entries()) {
      await scene.broker.stop();
      await kiosk.says("broker lost", round + 1);
      scene.reader.powerW = powerW;
      scene.broker = await startMosquitto({ port: scene.broker.port });
      await kiosk.says("broker connected", round + 2);
      await scene.site.shows(`${powerW} W`);
    }
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(linksOf(kiosk)).toEqual(["broker connected", ...Array(3).fill(["broker lost", "broker connected"]).flat()]);
    expect(scene.site.left()).toEqual([]);
  });

  it("after an hour: what it last told is old meanwhile, and the energy of that hour is known from the counter", async () => {
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("1100 W");
    const film = new Film(scene.site.picture);
    const lostMs = scene.time.nowMs;
    await scene.broker.stop();
    await kiosk.says("broker lost");
    await scene.time.move(HOUR_S);
    await scene.site.shows("1100 W, old");
    [scene.reader.powerW, scene.reader.importWh] = [2_200, scene.reader.importWh + 1_500];
    scene.broker = await startMosquitto({ port: scene.broker.port });
    await scene.site.shows("2200 W");
    const backMs = scene.time.nowMs;
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(await readPicture(scene.site.picture)).toBe("nothing"); // it says that the kiosk has stopped
    expect(linksOf(kiosk)).toEqual(["broker connected", "broker lost", "broker connected"]);
    expect(await scene.site.energy(lostMs, backMs)).toMatchObject({
      importWh: expect.closeTo(1_500, -2) as number,
      method: "counter",
      coverage: expect.closeTo(1, 1) as number,
    });
    expect(scene.site.left()).toEqual([]);
  });
});
