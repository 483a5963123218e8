import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { listensAt } from "../../src/source/listener.ts";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { until } from "../e2e/preview-house.ts";
import { fillHistory } from "./filled-history.ts";
import { flood } from "./flood.ts";
import { type KioskSceneInTime, kioskScene } from "./kiosk-scene.ts";
import type { KioskProcess } from "./kiosk-site.ts";

/** Days of the past that the kiosk loads when it starts. */
const PAST_DAYS = 60;
const Engine = await sqliteEngine();

/** A moment at which a signal may come, and what brings a kiosk there. */
export type Moment = readonly [name: string, reach: (at: Moments) => Promise<KioskProcess>];

/** Scene of the moments: a kiosk that has a past, and a broker that does not answer. */
export interface Moments extends KioskSceneInTime {
  mute: Server;
}

/** Makes the scene before each test of a file and removes it afterwards; the object that it returns has the parts of the current one. */
export function signalMoments(): Moments {
  const at = kioskScene("both") as Moments;
  let past: string;
  let counterWh: number;
  beforeAll(async () => {
    past = mkdtempSync(join(tmpdir(), "wattframe-past-"));
    ({ counterWh } = await fillHistory(past, PAST_DAYS));
  });
  afterAll(() => rmSync(past, { recursive: true, force: true }));
  beforeEach(async () => {
    mkdirSync(at.site.at("history"));
    copyFileSync(join(past, "history.sqlite"), at.site.at("history/history.sqlite"));
    at.reader.importWh = counterWh;
    await at.reader.begin(at.broker.url);
    at.mute = createServer((socket) => socket.on("error", () => {}).unref()).unref();
    at.mute.listen(0, "127.0.0.1");
    await once(at.mute, "listening");
  });
  afterEach(() => void at.mute.close());
  return at;
}

const start = ({ site, time }: Moments) => site.start({ env: time.env });

async function running(at: Moments): Promise<KioskProcess> {
  const kiosk = start(at);
  await at.site.shows(`${at.reader.powerW} W`);
  return kiosk;
}

/** True once a process has taken over what SIGHUP does; until then it ends a process, as it ends any program. */
function hears({ pid }: KioskProcess): boolean {
  const [, caught = "0"] = /^SigCgt:\s+([\da-f]+)$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (BigInt(`0x${caught}`) & 1n) === 1n;
}

function* manyMessages(): Generator<readonly [string, string]> {
  for (let i = 0; i < 50_000; i++) yield [`han/flood/${i % 5_000}`, "1".repeat(i % 200)];
}

/** The moments. Those of a start follow each other too quickly to wait for each: they are so long after it first hears signals. */
export const MOMENTS: readonly Moment[] = [
  ...[0, 50, 100, 200, 400, 800].map(
    (ms): Moment => [
      `${ms} ms after it began`,
      async (at) => {
        const kiosk = start(at);
        await until("a process that hears signals", () => hears(kiosk));
        await wait(ms);
        return kiosk;
      },
    ],
  ),
  [
    "while the broker does not answer",
    async (at) => {
      at.site.configure({ broker: `url: "mqtt://127.0.0.1:${listensAt(at.mute).port}"` });
      const kiosk = start(at);
      await once(at.mute, "connection");
      return kiosk;
    },
  ],
  [
    "while it draws",
    async (at) => {
      const kiosk = await running(at);
      await at.reader.tell();
      return kiosk;
    },
  ],
  ...[0, 20].map(
    (ms): Moment => [
      `${ms} ms after the history was due to be written`,
      async (at) => {
        const kiosk = await running(at);
        await at.time.move(301);
        await wait(ms);
        return kiosk;
      },
    ],
  ),
  [
    "in a flood of messages",
    async (at) => {
      const kiosk = await running(at);
      void flood(at.broker.port, manyMessages());
      await wait(300);
      return kiosk;
    },
  ],
  ...[0, 20].map(
    (ms): Moment => [
      `${ms} ms into a reload`,
      async (at) => {
        const kiosk = await running(at);
        kiosk.signal("SIGHUP");
        await wait(ms);
        return kiosk;
      },
    ],
  ),
];

/** Checks that the history has all of the past, and is sound. */
export function expectPastIn({ site }: Moments): void {
  const database = new Database(Engine, site.at("history/history.sqlite"));
  expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const { days } = database.prepare("SELECT count(*) AS days FROM day").get() as { readonly days: number };
  database.close();
  expect(days).toBeGreaterThanOrEqual(PAST_DAYS);
}
