import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { HouseReader } from "./house-reader.ts";
import { type KioskProcess, KioskSite } from "./kiosk-site.ts";
import { CAN_MOUNT, SmallDisk } from "./small-disk.ts";

/** The kiosk writes its history every five minutes. */
const COMMIT_S = 301;
const STEP_WH = 100;

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
let time: FakeTime;
let disk: SmallDisk | undefined;
/** Times that the meter has counted on by a step. */
let steps: number;
beforeEach(async () => {
  steps = 0;
  site = new KioskSite();
  time = new FakeTime(site.folder, "both");
  broker = await startMosquitto();
  reader = new HouseReader(1_100);
  await reader.begin(broker.url);
});
afterEach(async () => {
  await reader.end();
  await broker.stop();
  await site.clear();
  await disk?.remove();
  disk = undefined;
});

/** Lets time pass, a little more than five minutes of it. */
async function pass(): Promise<void> {
  await time.move(COMMIT_S);
  reader.importWh += STEP_WH;
  steps += 1;
}

/** What the log says of the history, the display and the status file going wrong and right, each with what to do. */
const said = (kiosk: KioskProcess) =>
  kiosk
    .log()
    .filter(({ level, msg }) => level === "error" || level === "warn" || msg.endsWith("again"))
    .map(({ msg, hint }) => (hint === undefined ? msg : `${msg}: ${hint}`))
    .toSorted();

/** Lets five minutes pass in which the meter counts on, until the status says whether the history was written. */
async function fiveMinutes(): Promise<"written" | "refused"> {
  await pass();
  const passedMs = time.nowMs;
  const outcome = () => {
    const { at = "", history: { savedAt = "", fault } = {} } = site.status() ?? {};
    // The status is written every few seconds: the first one after that time may not know yet.
    if (fault) return Date.parse(at) >= passedMs + 3_000 ? "refused" : undefined;
    return Date.parse(savedAt) >= passedMs - 60_000 ? "written" : undefined;
  };
  await expect.poll(outcome).toBeDefined();
  return site.status()?.history?.fault ? "refused" : "written";
}

/** Import since an instant that the history on the small disk has kept. */
async function kept(sinceMs: number, folder = ""): Promise<Readonly<Record<string, unknown>>> {
  mkdirSync(site.at("kept"));
  copyFileSync(join(disk?.folder ?? "", folder, "history.sqlite"), site.at("kept/history.sqlite"));
  return site.energy(sinceMs, time.nowMs, "kept");
}

/** Energy of so many steps of the counter, and of the power since the last of them. */
const energyOf = (steps: number) => ({
  importWh: expect.closeTo(steps * STEP_WH + STEP_WH / 4, -Math.log10(STEP_WH / 2)) as number,
  exportWh: 0,
  coverage: expect.closeTo(1, 1) as number,
  method: "counter",
});

const READ_ONLY = "Mount it for writing, or name another folder.";
const FULL = "Make room there; df shows how much is left.";

describe.skipIf(!CAN_MOUNT)("a disk that is full", () => {
  it("is said once, the picture goes on, and when there is room again it is written", async () => {
    disk = await SmallDisk.mounted(site.at("history"), 400);
    site.configure({ broker: `url: "${broker.url}"` });
    const startMs = time.nowMs;
    const kiosk = site.start({ env: time.env, through: disk.through });
    await site.shows("1100 W");
    expect(await fiveMinutes()).toBe("written");
    disk.fill();
    while ((await fiveMinutes()) === "written"); // a small commit may fit into what its log has of the disk already
    for (const powerW of [2_200, 3_300, 4_400] as const) {
      reader.powerW = powerW;
      expect(await fiveMinutes()).toBe("refused");
      await site.shows(`${powerW} W`);
    }
    disk.empty();
    expect(await fiveMinutes()).toBe("written");
    reader.powerW = 5_500;
    await site.shows("5500 W");
    expect(said(kiosk)).toEqual([
      `the history is in memory only at the moment: ${FULL}`,
      "the history is written again",
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(readdirSync(disk.folder)).toEqual(["history.sqlite"]);
    expect(await kept(startMs)).toEqual(energyOf(steps));
  });

  it("with everything on it is said once of each thing, and each goes on by itself", async () => {
    disk = await SmallDisk.mounted(site.at("out"), 600);
    site.configure({ broker: `url: "${broker.url}"`, history: "out/history" });
    const startMs = time.nowMs;
    const env = { ...time.env, WATTFRAME_RUNTIME: site.at("out/runtime"), WATTFRAME_STATE: site.at("out/state") };
    const kiosk = site.start({ env, through: disk.through });
    const picture = join(disk.folder, "picture.png");
    await site.shows("1100 W", picture);
    disk.fill();
    reader.powerW = 2_200;
    await pass();
    await kiosk.says("the display failed");
    await kiosk.says("the status file cannot be written");
    await kiosk.says("the history is in memory only");
    await pass();
    disk.empty();
    await kiosk.says("the display works again");
    await site.shows("2200 W", picture);
    reader.powerW = 3_300;
    await pass();
    await kiosk.says("the history is written again");
    await site.shows("3300 W", picture);
    expect(said(kiosk)).toEqual([
      `the display failed: ${FULL}`,
      "the display works again",
      `the history is in memory only at the moment: ${FULL}`,
      "the history is written again",
      `the status file cannot be written: ${FULL}`,
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(readdirSync(disk.folder, { recursive: true }).toSorted()).toEqual([
      "history",
      "history/history.sqlite",
      "picture.png",
      "runtime",
    ]);
    expect(await kept(startMs, "history")).toEqual(energyOf(steps));
  });
});

describe.skipIf(!CAN_MOUNT)("a disk that cannot be written", () => {
  it("keeps the history in memory, shows what is on it, and is written when that is possible again", async () => {
    disk = await SmallDisk.mounted(site.at("history"), 400);
    site.configure({ broker: `url: "${broker.url}"` });
    const startMs = time.nowMs;
    const first = site.start({ env: time.env, through: disk.through });
    await site.shows("1100 W");
    expect(await fiveMinutes()).toBe("written");
    expect(await fiveMinutes()).toBe("written");
    expect(await first.end("SIGTERM")).toBe(0);
    disk.remount("ro");
    reader.powerW = 2_200;
    const second = site.start({ env: time.env, through: disk.through });
    await site.shows("2200 W");
    expect(await fiveMinutes()).toBe("refused");
    expect(await fiveMinutes()).toBe("refused");
    disk.remount("rw");
    expect(await fiveMinutes()).toBe("written");
    reader.powerW = 5_500;
    await site.shows("5500 W");
    expect(said(second)).toEqual([
      `${site.at("history")} cannot be written: the file system is read-only: ${READ_ONLY}`, // of the configuration
      `the history is in memory only at the moment: ${READ_ONLY}`,
      "the history is written again",
    ]);
    expect(await second.end("SIGTERM")).toBe(0);
    expect(await kept(startMs)).toEqual(energyOf(steps));
  });

  it("and has no history yet lets the kiosk run in memory", async () => {
    disk = await SmallDisk.mounted(site.at("card"), 400);
    disk.remount("ro");
    site.configure({ broker: `url: "${broker.url}"`, history: "card/history" });
    const kiosk = site.start({ env: time.env, through: disk.through });
    await site.shows("1100 W");
    reader.powerW = 2_200;
    expect(await fiveMinutes()).toBe("refused");
    await site.shows("2200 W");
    expect(said(kiosk)).toEqual([
      expect.stringMatching(/card\/history cannot be written: the file system is read-only/u), // of the configuration
      `the history is in memory only at the moment: ${READ_ONLY}`,
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect([site.left(), existsSync(join(disk.folder, "history"))]).toEqual([[], false]);
  });
});
