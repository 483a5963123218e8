import { afterEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import type { Message } from "../../src/meter/message.ts";
import { glance } from "../../src/source/glance.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { atEnd, endAll, start } from "./embedded.ts";
import { type MosquittoOptions, startMosquitto } from "./mosquitto.ts";
import { wallClock } from "./mqtt-witness.ts";

afterEach(endAll);

const kept = { retain: true, qos: 1 } as const;

async function mosquitto(options: MosquittoOptions = {}) {
  const broker = await startMosquitto(options);
  atEnd(() => broker.stop());
  return broker;
}

async function publisher(url: string, user: { username?: string; password?: string } = {}) {
  const made = await createPublisher(url, user, SILENT);
  atEnd(() => made.end());
  return made;
}

/** A glance that the test ends; what it hears goes into the list. */
function glancing(url: string, heard: Message[], open?: Parameters<typeof glance>[4]) {
  const end = new AbortController();
  const bounds = { forMs: 15_000, signal: end.signal };
  const over = glance({ url, clientId: "wattframe-glance" }, (one) => void heard.push(one), wallClock, bounds, open);
  return { over, end: () => end.abort() };
}

const topics = (heard: readonly Message[]) => heard.map(({ topic }) => topic).sort();

describe("a glance", () => {
  it("hears what is there and what comes, on any topic, and leaves nothing behind", async () => {
    const broker = await mosquitto();
    const out = await publisher(broker.url);
    await out.publish("p1/sensor/power/state", "1", kept);
    const heard: Message[] = [];
    const { over, end } = glancing(broker.url, heard);
    await expect.poll(() => topics(heard)).toEqual(["p1/sensor/power/state"]);
    await out.publish("house/han/raw", "x", { retain: false, qos: 0 });
    await expect.poll(() => topics(heard)).toEqual(["house/han/raw", "p1/sensor/power/state"]);
    end();
    await over;
    await out.publish("p1/late", "1", { retain: false, qos: 1 });
    await broker.says(/wattframe-glance (?:disconnected|closed)|Client wattframe-glance/u);
    expect(heard).toHaveLength(2);
  });

  it("hears the embedded broker the same way", async () => {
    const { broker, url } = await start();
    const out = await publisher(url);
    await out.publish("p1/telegram", "{}", kept);
    const heard: Message[] = [];
    const { over, end } = glancing("mqtt://127.0.0.1", heard, { open: () => broker.open() });
    await expect.poll(() => topics(heard)).toEqual(["p1/telegram"]);
    end();
    await over;
  });

  it("ends by itself when there is more than it can bear", async () => {
    const { broker, url } = await start({ limits: { clients: 8, payloadBytes: 65_536, messagesPerS: 10_000 } });
    const out = await publisher(url);
    for (let i = 0; i < 200; i++) await out.publish(`big/${i}`, new Uint8Array(60_000), { retain: true, qos: 0 });
    const heard: Message[] = [];
    await glancing("mqtt://127.0.0.1", heard, { open: () => broker.open() }).over;
    expect(heard.length).toBeGreaterThan(100);
    expect(heard.length).toBeLessThan(200);
  });

  it("hears nothing, and ends, where the broker refuses or there is none", async () => {
    const broker = await mosquitto({ users: { reader: "right" } });
    const heard: Message[] = [];
    await glancing(broker.url, heard).over;
    const { over, end } = glancing("mqtt://127.0.0.1:9", heard);
    end();
    await over;
    expect(heard).toEqual([]);
  });
});
