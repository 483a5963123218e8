import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { browserMonoMs } from "../../../src/page/clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("counts what the browser counts, and what the machine slept; a clock that is set back takes nothing away", () => {
  const start = browserMonoMs();
  vi.advanceTimersByTime(1_000);
  expect(browserMonoMs() - start).toBe(1_000);
  vi.setSystemTime(Date.now() + 3_600_000); // the machine slept: only the wall clock went on
  expect(browserMonoMs() - start).toBe(3_601_000);
  vi.setSystemTime(Date.now() - 7_200_000);
  expect(browserMonoMs() - start).toBe(3_601_000);
  vi.advanceTimersByTime(500);
  expect(browserMonoMs() - start).toBe(3_601_500);
});
