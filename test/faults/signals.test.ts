import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listensAt } from "../../src/source/listener.ts";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { until } from "../e2e/preview-house.ts";
import { FakeTime } from "./fake-time.ts";
import { fillHistory } from "./filled-history.ts";
import { flood } from "./flood.ts";
import { HouseReader } from "./house-reader.ts";
import { type KioskProcess, KioskSite } from "./kiosk-site.ts";

/** Days of the past that the kiosk loads when it starts. */
const PAST_DAYS = 60;
const Engine = await sqliteEngine();

let past: string;
let counterWh: number;
let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
let time: FakeTime;
let mute: Server;
beforeAll(async () => {
  past = mkdtempSync(join(tmpdir(), "wattframe-past-"));
  ({ counterWh } = await fillHistory(past, PAST_DAYS));
});
afterAll(() => rmSync(past, { recursive: true, force: true }));
beforeEach(async () => {
  site = new KioskSite();
  mkdirSync(site.at("history"));
  copyFileSync(join(past, "history.sqlite"), site.at("history/history.sqlite"));
  time = new FakeTime(site.folder, "both");
  broker = await startMosquitto();
  reader = new HouseReader(1_100);
  reader.importWh = counterWh;
  await reader.begin(broker.url);
  mute = createServer((socket) => socket.on("error", () => {}).unref()).unref();
  mute.listen(0, "127.0.0.1");
  await once(mute, "listening");
  site.configure({ broker: `url: "${broker.url}"` });
});
afterEach(async () => {
  mute.close();
  await reader.end();
  await broker.stop();
  await site.clear();
});

const start = () => site.start({ env: time.env });
async function running(): Promise<KioskProcess> {
  const kiosk = start();
  await site.shows(`${reader.powerW} W`);
  return kiosk;
}
/** True once a process has taken over what SIGHUP does; until then it ends a process, as it ends any program. */
const hears = ({ pid }: KioskProcess) => {
  const [, caught = "0"] = /^SigCgt:\s+([\da-f]+)$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (BigInt(`0x${caught}`) & 1n) === 1n;
};
/** A kiosk so long after it first hears signals: the moments of a start follow each other too quickly to wait for each. */
const startedFor = (ms: number) => async () => {
  const kiosk = start();
  await until("a process that hears signals", () => hears(kiosk));
  await wait(ms);
  return kiosk;
};
function* manyMessages(): Generator<readonly [string, string]> {
  for (let i = 0; i < 100_000; i++) yield [`han/flood/${i % 5_000}`, "1".repeat(i % 200)];
}

type Moment = readonly [name: string, reach: () => Promise<KioskProcess>];

const MOMENTS: readonly Moment[] = [
  ...[0, 50, 100, 200, 400, 800].map((ms): Moment => [`${ms} ms after it began`, startedFor(ms)]),
  [
    "while the broker does not answer",
    async () => {
      site.configure({ broker: `url: "mqtt://127.0.0.1:${listensAt(mute).port}"` });
      const kiosk = start();
      await once(mute, "connection");
      return kiosk;
    },
  ],
  [
    "while it draws",
    async () => {
      const kiosk = await running();
      await reader.tell();
      return kiosk;
    },
  ],
  ...[0, 20].map(
    (ms): Moment => [
      `${ms} ms after the history was due to be written`,
      async () => {
        const kiosk = await running();
        await time.move(301);
        await wait(ms);
        return kiosk;
      },
    ],
  ),
  [
    "in a flood of messages",
    async () => {
      const kiosk = await running();
      void flood(broker.port, manyMessages());
      await wait(300);
      return kiosk;
    },
  ],
  ...[0, 20].map(
    (ms): Moment => [
      `${ms} ms into a reload`,
      async () => {
        const kiosk = await running();
        kiosk.signal("SIGHUP");
        await wait(ms);
        return kiosk;
      },
    ],
  ),
];

/** The history has all of the past, and is sound. */
function hasItsPast(): void {
  const database = new Database(Engine, site.at("history/history.sqlite"));
  expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const { days } = database.prepare("SELECT count(*) AS days FROM day").get() as { readonly days: number };
  database.close();
  expect(days).toBeGreaterThanOrEqual(PAST_DAYS);
}

describe("SIGTERM", () => {
  it.each(MOMENTS)("%s ends the kiosk in order and leaves nothing behind", async (_, reach) => {
    const kiosk = await reach();
    const ending = await kiosk.end("SIGTERM");
    // Before anything was opened it ends at once, and from then on in order; 143 is also that of an end that took too long.
    const hasBegun = kiosk.log().length > 0;
    if (hasBegun) expect([ending, kiosk.log().at(-1)?.msg]).toEqual([0, "stopped"]);
    else expect(["SIGTERM", 143, 0]).toContain(ending);
    expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
    expect(site.left()).toEqual([]);
    hasItsPast();
  });
});

describe("SIGHUP", () => {
  it.each(MOMENTS)("%s lets the kiosk go on", async (name, reach) => {
    const kiosk = await reach();
    kiosk.signal("SIGHUP");
    reader.powerW = 2_200;
    await kiosk.says("configuration reloaded");
    if (!name.includes("does not answer")) await site.shows("2200 W");
    expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(site.left()).toEqual([]);
    hasItsPast();
  });
});
