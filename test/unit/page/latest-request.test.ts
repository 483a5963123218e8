import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LatestRequest } from "../../../src/page/picture/latest-request.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Requests that take `takesMs` each, and what was told of them. */
function requests(takesMs: number) {
  const asked: number[] = [];
  const told: string[] = [];
  const latest = new LatestRequest<number, string>(
    async (key, signal) => {
      asked.push(key);
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      signal.throwIfAborted();
      if (key < 0) throw new Error("none");
      return `picture ${key}`;
    },
    { done: (_key, result) => void told.push(result), failed: (key) => void told.push(`failed ${key}`) },
    250,
  );
  return { latest, asked, told };
}

it("lets the one under way finish, then asks for the newest and skips those between", async () => {
  const { latest, asked, told } = requests(100);
  for (const key of [1, 2, 3, 4]) latest.ask(key);
  await vi.advanceTimersByTimeAsync(250);
  expect({ asked, told }).toEqual({ asked: [1, 4], told: ["picture 1", "picture 4"] });
});

it("aborts one that was overtaken and takes too long, and never tells of it", async () => {
  const { latest, asked, told } = requests(1000);
  latest.ask(1);
  latest.ask(2);
  await vi.advanceTimersByTimeAsync(3000);
  expect({ asked, told }).toEqual({ asked: [1, 2], told: ["picture 2"] });
});

it("tells of a failure and goes on", async () => {
  const { latest, told } = requests(100);
  latest.ask(-1);
  latest.ask(2);
  await vi.advanceTimersByTimeAsync(300);
  expect(told).toEqual(["failed -1", "picture 2"]);
});

it("tells nothing once it was stopped", async () => {
  const { latest, told } = requests(100);
  latest.ask(1);
  latest.stop();
  await vi.advanceTimersByTimeAsync(500);
  expect(told).toEqual([]);
});
