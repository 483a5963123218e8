import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";
import { Film } from "./picture-reading.ts";
import { type Direction, SwallowingProxy } from "./swallowing-proxy.ts";

const KEEPALIVE_S = 5;
const DIRECTIONS: readonly Direction[] = ["to the broker", "to the client", "both ways"];

const scene = kioskScene("both");
let proxy: SwallowingProxy;
beforeEach(async () => {
  proxy = await SwallowingProxy.to(scene.broker.port);
  scene.site.configure({ broker: `url: "mqtt://127.0.0.1:${proxy.port}", keepaliveS: ${KEEPALIVE_S}` });
});
afterEach(() => proxy.stop());

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
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("1100 W");
    const film = new Film(scene.site.picture);
    proxy.swallow(direction);
    await kiosk.says("broker lost");
    scene.reader.powerW = 2_200;
    await kiosk.says("broker connected", 2);
    await scene.site.shows("2200 W");
    // Which of both notices it first is chance.
    expect(complaints(kiosk)).toEqual([
      expect.stringMatching(/^broker lost: the broker (?:no longer answers|closed the connection)$/u),
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect((await film.end()).filter((says) => says.endsWith("old"))).toEqual([]);
    expect(scene.site.left()).toEqual([]);
  });

  it("for an hour shows no old value as a new one", async () => {
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("1100 W");
    const film = new Film(scene.site.picture);
    proxy.swallowNew("both ways", 0);
    proxy.swallow("both ways");
    await scene.time.move(3_600);
    await scene.site.shows("1100 W, old");
    scene.reader.powerW = 2_200;
    proxy.heal();
    await scene.time.passUntil(() => kiosk.hasSaid("broker connected", 2)); // with the next attempt
    await scene.site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(scene.site.left()).toEqual([]);
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
    const kiosk = scene.site.start({ env: scene.time.env });
    await kiosk.says("the first picture is shown");
    await scene.time.passUntil(() => kiosk.hasSaid("broker lost"));
    proxy.heal();
    await scene.time.passUntil(() => kiosk.hasSaid("broker connected"));
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("1100 W");
    expect(complaints(kiosk)).toHaveLength(1);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(scene.site.left()).toEqual([]);
  });
});
