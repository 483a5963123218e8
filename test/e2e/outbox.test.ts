import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { startKiosk } from "../../src/kiosk/kiosk.ts";
import { Outbox } from "../../src/kiosk/outbox.ts";
import { SILENT } from "../../src/log.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { startMosquitto } from "./mosquitto.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";

const FAST = { firstMs: 50, capMs: 200, refusedMs: 200, stableMs: 500 };
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

/** Subscribes to everything of Wattframe's own at a broker. */
async function watcher(url: string): Promise<Witness> {
  const seen = witness();
  const source = connectMqtt({ url, prefixes: ["wattframe"] }, seen.events, wallClock, SILENT, { pace: FAST });
  ending.push(() => source.stop());
  await seen.until("connected", () => seen.states.at(-1)?.kind === "connected");
  return seen;
}

it("publishes the retained messages again after a broker without a memory was restarted", async () => {
  const first = await startMosquitto();
  ending.push(() => first.stop());
  const outbox: Outbox = new Outbox((...message) => source.publish(...message), performance.now, SILENT);
  outbox.setStatus({ topic: "wattframe/wall/status", online: "online", offline: "offline" });
  const events = {
    message: () => {},
    state: ({ kind }: { readonly kind: string }) => (kind === "connected" ? outbox.connected() : outbox.disconnected()),
  };
  const options = { url: first.url, status: { topic: "wattframe/wall/status", online: "online", offline: "offline" } };
  const source = connectMqtt(options, events, wallClock, SILENT, { pace: FAST });
  ending.push(() => source.stop());
  outbox.post("wattframe/wall/house/powerW", "1200", { retain: true });
  const before = await watcher(first.url);
  await before.until("the value", () => before.text("wattframe/wall/house/powerW") === "1200");
  await first.stop();
  outbox.post("wattframe/wall/house/powerW", "1300", { retain: true }); // while there is no broker
  const second = await startMosquitto({ port: first.port });
  ending.push(() => second.stop());
  const after = await watcher(second.url);
  await after.until("the value again", () => after.text("wattframe/wall/house/powerW") === "1300");
  await after.until("online", () => after.text("wattframe/wall/status") === "online");
  outbox.leave();
  await source.stop();
  await after.until("offline", () => after.text("wattframe/wall/status") === "offline");
  expect(after.messages.map(({ topic }) => topic)).toContain("wattframe/wall/house/powerW");
});

it("has the kiosk say online, offline under its old name after a reload, and offline at its end", async () => {
  const mosquitto = await startMosquitto();
  ending.push(() => mosquitto.stop());
  const folder = mkdtempSync(join(tmpdir(), "wattframe-outbox-"));
  ending.push(() => rmSync(folder, { recursive: true }));
  const seen = await watcher(mosquitto.url);
  const config = (name: string): Config => ({
    file: "wattframe.yaml",
    name,
    broker: { kind: "remote", url: mosquitto.url, keepaliveS: 30 },
    meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    displays: [],
  });
  const kiosk = await startKiosk(config("hall"), { log: SILENT, runtimeFolder: folder, stateFolder: folder });
  ending.push(() => kiosk.stop());
  await seen.until("online", () => seen.text("wattframe/hall/status") === "online");
  await kiosk.reload(config("attic"));
  await seen.until("the new name", () => seen.text("wattframe/attic/status") === "online");
  await kiosk.stop();
  await seen.until("offline", () => seen.text("wattframe/attic/status") === "offline");
  const said = seen.messages.map(({ topic, payload }) => `${topic} ${Buffer.from(payload).toString()}`);
  expect(said).toEqual([
    "wattframe/hall/status online",
    "wattframe/hall/status offline",
    "wattframe/attic/status online",
    "wattframe/attic/status offline",
  ]);
});
