import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { HouseReader } from "./house-reader.ts";
import { type KioskProcess, KioskSite } from "./kiosk-site.ts";
import { Film } from "./picture-reading.ts";
import { type Direction, SwallowingProxy } from "./swallowing-proxy.ts";

const KEEPALIVE_S = 5;
const DIRECTIONS: readonly Direction[] = ["to the broker", "to the client", "both ways"];

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
let proxy: SwallowingProxy;
let time: FakeTime;
beforeEach(async () => {
  site = new KioskSite();
  time = new FakeTime(site.folder, "both");
  broker = await startMosquitto();
  proxy = await SwallowingProxy.to(broker.port);
  reader = new HouseReader(1_100);
  site.configure({ broker: `url: "mqtt://127.0.0.1:${proxy.port}", keepaliveS: ${KEEPALIVE_S}` });
});
afterEach(async () => {
  await reader.end();
  await proxy.stop();
  await broker.stop();
  await site.clear();
});

/** Warnings and errors of the log, each once, with what they say of the reason. */
const complaints = (kiosk: KioskProcess) => [
  ...new Set(
    kiosk
      .log()
      .filter(({ level }) => level !== "info")
      .map(({ msg, reason }) => `${msg}: ${String(reason)}`),
  ),
];

describe("a connection that goes dead", () => {
  it.each(DIRECTIONS)("%s is noticed by its silence, and another takes its place", async (direction) => {
    const kiosk = site.start({ env: time.env });
    await reader.begin(broker.url);
    await site.shows("1100 W");
    const film = new Film(site.picture);
    proxy.swallow(direction);
    await kiosk.says("broker lost");
    reader.powerW = 2_200;
    await kiosk.says("broker connected", 2);
    await site.shows("2200 W");
    expect(complaints(kiosk)).toEqual(["broker lost: the broker no longer answers"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect((await film.end()).filter((says) => says.endsWith("old"))).toEqual([]);
    expect(site.left()).toEqual([]);
  });

  it("for an hour shows no old value as a new one", async () => {
    const kiosk = site.start({ env: time.env });
    await reader.begin(broker.url);
    await site.shows("1100 W");
    const film = new Film(site.picture);
    proxy.swallowNew("both ways", 0);
    proxy.swallow("both ways");
    await time.move(3_600);
    await site.shows("1100 W, old");
    reader.powerW = 2_200;
    proxy.heal();
    await time.move(120); // the next attempt
    await site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(site.left()).toEqual([]);
  });
});

describe("connections that die while they are made", () => {
  it.each<[Direction, number]>([
    ["to the broker", 0],
    ["to the broker", 3],
    ["to the broker", 40],
    ["to the broker", 80],
    ["to the client", 0],
    ["to the client", 3],
    ["to the client", 5],
    ["both ways", 5],
    ["both ways", 40],
  ])("%s after %i bytes leave a kiosk that connects when they no longer do", async (direction, bytes) => {
    proxy.swallowNew(direction, bytes);
    const kiosk = site.start({ env: time.env });
    await kiosk.says("the first picture is shown");
    await time.move(60); // longer than a broker is waited for
    await kiosk.says("broker lost");
    proxy.heal();
    await time.move(120);
    await kiosk.says("broker connected");
    await reader.begin(broker.url);
    await site.shows("1100 W");
    expect(complaints(kiosk)).toHaveLength(1);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(site.left()).toEqual([]);
  });
});

describe("a reader", () => {
  it("that was there before the kiosk has left kept values: they are old until it sends again", async () => {
    await reader.begin(broker.url);
    reader.pause();
    await reader.tell(true);
    await reader.end();
    const kiosk = site.start({ env: time.env });
    await site.shows("1100 W, old");
    const film = new Film(site.picture);
    await time.move(600);
    reader = new HouseReader(2_200);
    await reader.begin(broker.url);
    await site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
  });

  it("that is cut off is old at once by its last will, and true again when it is back", async () => {
    const ofReader = await SwallowingProxy.to(broker.port);
    const kiosk = site.start({ env: time.env });
    await reader.begin(`mqtt://127.0.0.1:${ofReader.port}`);
    await site.shows("1100 W");
    const film = new Film(site.picture);
    ofReader.cut();
    await site.shows("1100 W, old");
    reader.powerW = 2_200;
    await site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    await reader.end();
    await ofReader.stop();
  });
});
