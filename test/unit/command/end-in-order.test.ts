import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { endInOrder } from "../../../src/command/end-in-order.ts";

let events: string[];
let isRefreshing: boolean;
let finish: () => void;
let stop: AbortController;
let ending: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  [events, isRefreshing, stop] = [[], false, new AbortController()];
  ending = endInOrder(stop.signal, {
    end: () => {
      events.push("end");
      return new Promise((resolve) => (finish = resolve));
    },
    mustFinish: () => isRefreshing,
    exitNow: () => void events.push("give up"),
  });
});
afterEach(() => vi.useRealTimers());

const asked = async (afterMs: number) => {
  stop.abort();
  await vi.advanceTimersByTimeAsync(afterMs);
};

it("begins when the process is asked to end, and is over when everything has ended", async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(events).toEqual([]);
  await asked(4_000);
  expect(events).toEqual(["end"]);
  finish();
  await ending;
  expect(vi.getTimerCount()).toBe(0);
});

it("is given up after five seconds", async () => {
  await asked(5_000);
  expect(events).toEqual(["end", "give up"]);
});

it("waits for a panel that is refreshing, as long as it is", async () => {
  isRefreshing = true;
  await asked(44_000);
  expect(events).toEqual(["end"]);
  isRefreshing = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(events).toEqual(["end", "give up"]);
});

it("does not wait without limit", async () => {
  isRefreshing = true;
  await asked(180_000);
  expect(events).toEqual(["end", "give up"]);
});
