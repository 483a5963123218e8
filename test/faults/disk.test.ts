import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";
import { POWERS_W } from "./picture-reading.ts";
import { CAN_MOUNT, SmallDisk } from "./small-disk.ts";

/** The kiosk writes its history every five minutes. */
const COMMIT_S = 301;
const STEP_WH = 100;

const scene = kioskScene("both");
let disk: SmallDisk | undefined;
/** Times that the meter has counted on by a step. */
let steps: number;
beforeEach(async () => {
  steps = 0;
  await scene.reader.begin(scene.broker.url);
});
afterEach(async () => {
  await disk?.remove();
  disk = undefined;
});

/** Lets a little more than five minutes pass in which the meter counts on. The next power tells a telegram that has counted them. */
async function pass(): Promise<void> {
  await scene.time.move(COMMIT_S);
  steps += 1;
  scene.reader.importWh += STEP_WH;
  scene.reader.powerW = POWERS_W[steps % POWERS_W.length] ?? 1_100;
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
  await scene.site.shows(`${scene.reader.powerW} W`);
  const passedMs = scene.time.nowMs;
  const outcome = () => {
    const { at = "", history: { savedAt = "", fault } = {} } = scene.site.status() ?? {};
    // The status is written every few seconds: the first one after that time may not know yet.
    if (fault) return Date.parse(at) >= passedMs + 3_000 ? "refused" : undefined;
    return Date.parse(savedAt) >= passedMs - 60_000 ? "written" : undefined;
  };
  await expect.poll(outcome).toBeDefined();
  return scene.site.status()?.history?.fault ? "refused" : "written";
}

/** Notes what the meter shows now; the result says that the history on the small disk has kept all that it counted since. */
function fromNow(): (folder?: string) => Promise<void> {
  const [sinceMs, sinceWh] = [scene.time.nowMs, scene.reader.importWh];
  return async (folder = "") => {
    mkdirSync(scene.site.at("kept"));
    copyFileSync(join(disk?.folder ?? "", folder, "history.sqlite"), scene.site.at("kept/history.sqlite"));
    expect(await scene.site.energy(sinceMs, scene.time.nowMs, "kept")).toEqual({
      importWh: expect.closeTo(scene.reader.importWh - sinceWh, -Math.log10(STEP_WH)) as number,
      exportWh: 0,
      coverage: expect.closeTo(1, 1) as number,
      method: "counter",
    });
  };
}

const READ_ONLY = "Mount it for writing, or name another folder.";
const FULL = "Make room there; df shows how much is left.";

describe.skipIf(!CAN_MOUNT)("a disk that is full", () => {
  it("is said once, the picture goes on, and when there is room again it is written", async () => {
    disk = await SmallDisk.mounted(scene.site.at("history"), 400);
    const expectAllKept = fromNow();
    const kiosk = scene.site.start({ env: scene.time.env, through: disk.through });
    await scene.site.shows("1100 W");
    expect(await fiveMinutes()).toBe("written");
    disk.fill();
    while ((await fiveMinutes()) === "written"); // a small commit may fit into what its log has of the disk already
    for (let more = 0; more < 2; more++) expect(await fiveMinutes()).toBe("refused");
    disk.empty();
    expect(await fiveMinutes()).toBe("written");
    expect(said(kiosk)).toEqual([
      `the history is in memory only at the moment: ${FULL}`,
      "the history is written again",
    ]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(readdirSync(disk.folder)).toEqual(["history.sqlite"]);
    await expectAllKept();
  });

  it("with everything on it is said once of each thing, and each goes on by itself", async () => {
    disk = await SmallDisk.mounted(scene.site.at("out"), 600);
    scene.site.configure({ broker: `url: "${scene.broker.url}"`, history: "out/history" });
    const expectAllKept = fromNow();
    const env = {
      ...scene.time.env,
      WATTFRAME_RUNTIME: scene.site.at("out/runtime"),
      WATTFRAME_STATE: scene.site.at("out/state"),
    };
    const kiosk = scene.site.start({ env, through: disk.through });
    const picture = join(disk.folder, "picture.png");
    await scene.site.shows("1100 W", picture);
    disk.fill();
    const log = join(disk.folder, "history/history.sqlite-wal");
    const writtenMs = () => statSync(log, { throwIfNoEntry: false })?.mtimeMs;
    const isRefused = () => kiosk.hasSaid("the history is in memory only");
    while (!isRefused()) {
      const beforeMs = writtenMs();
      await pass(); // a small commit may fit into what the log has of the disk already
      await expect.poll(() => isRefused() || writtenMs() !== beforeMs).toBe(true);
    }
    await kiosk.says("the display failed");
    await kiosk.says("the status file cannot be written");
    disk.empty();
    await kiosk.says("the display works again");
    await pass();
    await kiosk.says("the history is written again");
    await scene.site.shows(`${scene.reader.powerW} W`, picture);
    expect(said(kiosk)).toEqual([
      `the display failed: ${FULL}`,
      "the display works again",
      `the file of the last messages cannot be written: ${FULL}`,
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
    await expectAllKept("history");
  });
});

describe.skipIf(!CAN_MOUNT)("a disk that cannot be written", () => {
  it("keeps the history in memory, shows what is on it, and is written when that is possible again", async () => {
    disk = await SmallDisk.mounted(scene.site.at("history"), 400);
    const expectAllKept = fromNow();
    const first = scene.site.start({ env: scene.time.env, through: disk.through });
    await scene.site.shows("1100 W");
    expect(await fiveMinutes()).toBe("written");
    expect(await fiveMinutes()).toBe("written");
    expect(await first.end("SIGTERM")).toBe(0);
    disk.remount("ro");
    const second = scene.site.start({ env: scene.time.env, through: disk.through });
    await second.says("running");
    expect(await fiveMinutes()).toBe("refused");
    expect(await fiveMinutes()).toBe("refused");
    disk.remount("rw");
    expect(await fiveMinutes()).toBe("written");
    expect(said(second)).toEqual([
      `the history is in memory only at the moment: ${READ_ONLY}`,
      "the history is written again",
    ]);
    expect(await second.end("SIGTERM")).toBe(0);
    await expectAllKept();
  });

  it("and has no history yet lets the kiosk run in memory", async () => {
    disk = await SmallDisk.mounted(scene.site.at("card"), 400);
    disk.remount("ro");
    scene.site.configure({ broker: `url: "${scene.broker.url}"`, history: "card/history" });
    const kiosk = scene.site.start({ env: scene.time.env, through: disk.through });
    await scene.site.shows("1100 W");
    expect(await fiveMinutes()).toBe("refused");
    expect(said(kiosk)).toEqual([`the history is in memory only at the moment: ${READ_ONLY}`]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect([scene.site.left(), existsSync(join(disk.folder, "history"))]).toEqual([[], false]);
  });
});
