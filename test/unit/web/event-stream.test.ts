import type { SSEStreamingApi } from "hono/streaming";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Feed, follow, type StreamTimes } from "../../../src/web/event-stream.ts";

let said: string[];
let aborts: (() => void)[];
let takes: () => Promise<void>;
let aborted: boolean;
let listeners: Set<() => void>;
let news: (string | undefined)[];

const stream = {
  get aborted() {
    return aborted;
  },
  onAbort: (listener: () => void) => void aborts.push(listener),
  abort: () => {
    aborted = true;
    for (const listener of aborts) listener();
  },
  writeSSE: async ({ event, data }: { event: string; data: string }) => {
    await takes();
    said.push(`${event} ${data}`.trim());
  },
} as unknown as SSEStreamingApi;

const feed: Feed = {
  event: "news",
  paceMs: 10,
  tickMs: 10_000,
  next: () => news.shift(),
  watch: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const TIMES: StreamTimes = { aliveMs: 60, stuckMs: 80 };
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

beforeEach(() => {
  [said, aborts, news, aborted] = [[], [], [], false];
  listeners = new Set();
  takes = () => Promise.resolve();
});
afterEach(() => stream.abort());

it("says that it is alive while there is nothing else to say, and not more often", async () => {
  news = ["first"];
  const end = follow(stream, feed, undefined, TIMES);
  await pause(230);
  stream.abort();
  expect(await end).toBe("left");
  expect(said[0]).toBe("news first");
  expect(said.slice(1).every((one) => one === "alive")).toBe(true);
  expect(said.length).toBeGreaterThanOrEqual(3);
  expect(said.length).toBeLessThanOrEqual(5);
  expect(listeners.size).toBe(0);
});

it("is not more alive because something calls that has nothing to say", async () => {
  news = ["first"];
  const end = follow(stream, feed, undefined, { aliveMs: 10_000, stuckMs: 80 });
  for (let i = 0; i < 20; i++) {
    await pause(12);
    for (const listener of listeners) listener();
  }
  stream.abort();
  await end;
  expect(said).toEqual(["news first"]);
});

it("says what is new as soon as it is told of it, the newest only to a slow reader", async () => {
  news = ["1"];
  const end = follow(stream, feed, undefined, { aliveMs: 10_000, stuckMs: 1_000 });
  await pause(30);
  news = ["2"];
  for (const listener of listeners) listener();
  await pause(30);
  expect(said).toEqual(["news 1", "news 2"]);
  stream.abort();
  expect(await end).toBe("left");
});

it("gives up a reader that takes nothing", async () => {
  news = ["1", "2"];
  takes = () => new Promise(() => {});
  const started = performance.now();
  expect(await follow(stream, feed, undefined, TIMES)).toBe("stuck");
  expect(performance.now() - started).toBeLessThan(500);
  expect(aborted).toBe(true);
  expect(listeners.size).toBe(0);
});

it("ends when the reader may not hear it any more", async () => {
  news = ["1", "2", "3"];
  let isAllowed = true;
  const end = follow(stream, feed, () => isAllowed, TIMES);
  await pause(30);
  isAllowed = false;
  expect(await end).toBe("not-allowed");
  expect(said).toEqual(["news 1"]);
});

it("ends with what the feed throws, and is not told of anything any more", async () => {
  const broken = {
    ...feed,
    next: () => {
      throw new Error("broken");
    },
  };
  await expect(follow(stream, broken, undefined, TIMES)).rejects.toThrow("broken");
  expect(listeners.size).toBe(0);
});
