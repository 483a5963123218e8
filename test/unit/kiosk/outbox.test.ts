import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { WattframeError } from "../../../src/errors.ts";
import { Outbox } from "../../../src/kiosk/outbox.ts";
import { SILENT } from "../../../src/log.ts";

/** Messages that a broker took: `topic=payload`, with `!` when retained. */
let published: string[];
let logged: string[];
let isThere: boolean;
let outbox: Outbox;

/** Waits until everything that can be published has been. */
const settled = () => setImmediate();

beforeEach(() => {
  [published, logged, isThere] = [[], [], true];
  const publish = (topic: string, payload: Uint8Array | string, { retain }: { readonly retain: boolean }) => {
    if (!isThere) return Promise.reject(new WattframeError("BROKER_UNREACHABLE", "no connection"));
    published.push(`${topic}=${String(payload)}${retain ? "!" : ""}`);
    return Promise.resolve();
  };
  const log = { ...SILENT, warn: (_: object, message: string) => void logged.push(message) };
  outbox = new Outbox(publish, () => 0, log);
  outbox.setStatus({ topic: "wattframe/wall/status", online: "online", offline: "offline" });
});

const kept = { retain: true } as const;
const live = { retain: false } as const;

describe("a connection", () => {
  it("begins with online and every retained message, and ends with offline", async () => {
    outbox.post("a", "1", kept);
    outbox.post("b", "2", kept);
    await settled();
    expect(published).toEqual([]);
    outbox.connected();
    await settled();
    outbox.leave();
    outbox.post("b", "3", live);
    await settled();
    expect(published).toEqual(["wattframe/wall/status=online!", "a=1!", "b=2!", "wattframe/wall/status=offline!"]);
  });

  it("gets the latest message of each topic, and those of the time without one", async () => {
    outbox.connected();
    outbox.post("a", "1", kept);
    await settled();
    outbox.disconnected();
    outbox.post("a", "2", kept);
    outbox.post("a", "3", kept);
    outbox.post("live", "x", live);
    published = [];
    outbox.connected();
    await settled();
    expect(published).toEqual(["wattframe/wall/status=online!", "a=3!"]);
  });

  it("gets again what failed with the connection before, without a word in the log", async () => {
    outbox.connected();
    await settled();
    isThere = false;
    outbox.post("a", "1", kept);
    outbox.disconnected();
    await settled();
    isThere = true;
    outbox.connected();
    await settled();
    expect(published.slice(-2)).toEqual(["wattframe/wall/status=online!", "a=1!"]);
    expect(logged).toEqual([]);
  });
});

it("forgets a topic that was removed from the broker", async () => {
  outbox.connected();
  outbox.post("a", "1", kept);
  outbox.post("a", "", kept);
  await settled();
  outbox.disconnected();
  published = [];
  outbox.connected();
  await settled();
  expect(published).toEqual(["wattframe/wall/status=online!"]);
});

it("keeps a thousand topics, and reports the others once", async () => {
  for (let i = 0; i < 1_100; i++) outbox.post(`topic/${i}`, "1", kept);
  outbox.post("topic/0", "2", kept);
  outbox.connected();
  await settled();
  expect(published).toContain("topic/0=2!");
  expect(new Set(published.map((line) => line.split("=")[0])).size).toBeLessThanOrEqual(1_001);
  expect(logged.filter((line) => line.startsWith("too many topics"))).toHaveLength(1);
});

it("says nothing at all without a connection", () => {
  outbox.leave();
  expect(published).toEqual([]);
});
