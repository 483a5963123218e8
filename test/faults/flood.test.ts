import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../e2e/mosquitto.ts";
import { flood } from "./flood.ts";
import { HouseReader } from "./house-reader.ts";
import { kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";

const MANY = 40_000;
const MIB = 1024 * 1024;
/** More than a kiosk ever needs; it grows with what is kept of a flood, and without a bound by gigabytes. */
const MOST_MEMORY_BYTES = 500 * MIB;

const scene = kioskScene();
beforeEach(() => scene.reader.begin(scene.broker.url));

/** The most memory that a process has had, bytes. */
function mostMemory({ pid }: KioskProcess): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

function* repeated(
  count: number,
  message: (i: number) => readonly [string, string],
): Generator<readonly [string, string]> {
  for (let i = 0; i < count; i++) yield message(i);
}

/** One kind of flood: its name, how many messages it has, and each of them. */
type Kind = readonly [name: string, count: number, message: (i: number) => readonly [string, string]];

describe("a broker that floods", () => {
  it.each<Kind>([
    ["telegrams", MANY, () => ["han/telegram", scene.reader.telegram()]],
    ["garbage as telegrams", MANY, (i) => ["han/telegram", `{"v":1,"obis":{"1-0:1.7.0":${"9".repeat(i % 40)}`]],
    ["a topic each", MANY, (i) => [`han/flood/${i}`, "1.5"]],
    ["states that are none", MANY, (i) => [`han/sensor/flood_${i % 3_000}/state`, "x".repeat(i % 100)]],
    ["the reader's coming and going", MANY, (i) => ["han/status", i % 2 === 0 ? "offline" : "online"]],
    ["payloads of a megabyte", 200, (i) => [i % 2 === 0 ? "han/raw" : "han/telegram", "~".repeat(MIB)]],
    ["payloads that are too large", 5, () => ["han/telegram", "~".repeat(8 * MIB)]],
  ])("%s leaves a kiosk that shows the next power", async (_, count, message) => {
    const kiosk = scene.site.start();
    await scene.site.shows("1100 W");
    await flood(scene.broker.port, repeated(count, message));
    scene.reader.powerW = 2_200;
    await scene.site.shows("2200 W");
    expect(mostMemory(kiosk)).toBeLessThan(MOST_MEMORY_BYTES);
    expect(kiosk.log().length).toBeLessThan(60);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(scene.site.left()).toEqual([]);
  });

  it("into the kiosk's own broker is cut off, and the reader beside it is heard", async () => {
    const port = await freePort();
    scene.site.configure({ broker: `embedded: { listen: "127.0.0.1:${port}" }` });
    const kiosk = scene.site.start();
    await kiosk.says("running");
    await scene.reader.end();
    scene.reader = new HouseReader(2_200);
    await scene.reader.begin(`mqtt://127.0.0.1:${port}`);
    await scene.site.shows("2200 W");
    await flood(
      port,
      repeated(MANY, (i) => [`han/flood/${i}`, "1.5"]),
    );
    scene.reader.powerW = 3_300;
    await scene.site.shows("3300 W");
    expect(mostMemory(kiosk)).toBeLessThan(MOST_MEMORY_BYTES);
    expect(kiosk.log().length).toBeLessThan(60);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(scene.site.left()).toEqual([]);
  });
});
