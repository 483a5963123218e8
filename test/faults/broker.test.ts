import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { HouseReader } from "./house-reader.ts";
import { type KioskProcess, KioskSite } from "./kiosk-site.ts";
import { Film } from "./picture-reading.ts";

const HOUR_S = 3_600;

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
beforeEach(async () => {
  site = new KioskSite();
  broker = await startMosquitto();
  reader = new HouseReader(1_100);
});
afterEach(async () => {
  await reader.end();
  await broker.stop();
  await site.clear();
});

/** What the log says of the connection in turn. */
const linksOf = (kiosk: KioskProcess) =>
  kiosk
    .log()
    .map(({ msg }) => msg)
    .filter((msg) => msg.startsWith("broker ") && msg !== "broker connecting");

describe("a broker that goes and comes back", () => {
  it("three times in a row: the picture goes on each time, and the log says each loss and each return once", async () => {
    site.configure({ broker: `url: "${broker.url}"` });
    const kiosk = site.start();
    await reader.begin(broker.url);
    await site.shows("1100 W");
    for (const [round, powerW] of ([2_200, 3_300, 4_400] as const).entries()) {
      await broker.stop();
      await kiosk.says("broker lost", round + 1);
      reader.powerW = powerW;
      broker = await startMosquitto({ port: broker.port });
      await kiosk.says("broker connected", round + 2);
      await site.shows(`${powerW} W`);
    }
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(linksOf(kiosk)).toEqual(["broker connected", ...Array(3).fill(["broker lost", "broker connected"]).flat()]);
    expect(site.left()).toEqual([]);
  });

  it("after an hour: what it last told is old meanwhile, and the energy of that hour is known from the counter", async () => {
    const time = new FakeTime(site.folder, "both");
    site.configure({ broker: `url: "${broker.url}"` });
    const kiosk = site.start({ env: time.env });
    await reader.begin(broker.url);
    await site.shows("1100 W");
    const film = new Film(site.picture);
    const lostMs = time.nowMs;
    await broker.stop();
    await kiosk.says("broker lost");
    await time.move(HOUR_S);
    await site.shows("1100 W, old");
    [reader.powerW, reader.importWh] = [2_200, reader.importWh + 1_500];
    broker = await startMosquitto({ port: broker.port });
    await site.shows("2200 W");
    const backMs = time.nowMs;
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(linksOf(kiosk)).toEqual(["broker connected", "broker lost", "broker connected"]);
    expect(await site.energy(lostMs, backMs)).toMatchObject({
      importWh: expect.closeTo(1_500, -2) as number,
      method: "counter",
      coverage: expect.closeTo(1, 1) as number,
    });
    expect(site.left()).toEqual([]);
  });
});
