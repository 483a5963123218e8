import { assert, constantFrom, integer, property } from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Now } from "../../../src/meter/now.ts";
import { parseSchedule } from "../../../src/refresh/schedule.ts";
import { type ScheduleTimer, startSchedule } from "../../../src/refresh/schedule-timer.ts";

const YEAR_S = 31_536_000;
const START_MS = Date.parse("2026-01-15T18:00:30.250Z");

/** A machine whose wall clock is set, and which is held up, at will; its timers go by the test's own time. */
class Machine {
  #setByMs = 0;
  #heldUpMs = 0;
  readonly now = (): Now => ({
    wallMs: Date.now() + this.#setByMs + this.#heldUpMs,
    monoMs: performance.now() + this.#heldUpMs,
    clockSet: true,
  });
  setBy(seconds: number): void {
    this.#setByMs += seconds * 1000;
  }
  /** Both clocks go on and no timer runs. */
  holdUp(seconds: number): void {
    this.#heldUpMs += seconds * 1000;
  }
}

const running: ScheduleTimer[] = [];

/** A schedule that is kept, and the wall times at which it called. */
function kept(
  expression: string,
  machine = new Machine(),
): { machine: Machine; calls: string[]; timer: ScheduleTimer } {
  const calls: string[] = [];
  const called = () => void calls.push(new Date(machine.now().wallMs).toISOString().slice(11, 23));
  const timer = startSchedule(parseSchedule(expression, "Europe/Helsinki"), machine.now, called);
  running.push(timer);
  return { machine, calls, timer };
}

beforeEach(() => void vi.useFakeTimers({ now: START_MS }));
afterEach(() => {
  for (const timer of running.splice(0)) timer.stop();
  vi.useRealTimers();
});

describe("a schedule that is kept", () => {
  it("calls at its times", () => {
    const { calls } = kept("0 * * * * *");
    vi.advanceTimersByTime(180_000);
    expect(calls).toEqual(["18:01:00.000", "18:02:00.000", "18:03:00.000"]);
  });

  it("calls at a time that is hours away, once", () => {
    const { calls } = kept("0 0 23 * * *"); // local: 21:00 UTC
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(calls).toEqual(["21:00:00.000"]);
  });

  it("calls no more once stopped, within its own call too", () => {
    const { calls, timer } = kept("* * * * * *");
    const once: number[] = [];
    const self = startSchedule(parseSchedule("* * * * * *", "UTC"), new Machine().now, () => {
      once.push(1);
      self.stop();
    });
    vi.advanceTimersByTime(1000);
    timer.stop();
    vi.advanceTimersByTime(10_000);
    expect([calls.length, once.length]).toEqual([1, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("makes up for a process that was held up with one call, not with many", () => {
    const { calls, machine } = kept("* * * * * *");
    machine.holdUp(3600);
    vi.advanceTimersByTime(1000);
    expect(calls).toHaveLength(1);
  });
});

describe("when the wall clock is set", () => {
  it.each([86_400, 30 * 86_400, YEAR_S, 10 * YEAR_S, -3600, -86_400, -YEAR_S, -50 * YEAR_S])(
    "by %i seconds, a call comes within a minute, one for all that was passed over, and then at the times of the new one",
    (seconds) => {
      const { calls, machine } = kept("0 * * * * *");
      vi.advanceTimersByTime(40_000);
      expect(calls).toEqual(["18:01:00.000"]);
      machine.setBy(seconds);
      vi.advanceTimersByTime(60_000);
      expect(calls.length).toBeGreaterThanOrEqual(2);
      expect(calls.length).toBeLessThanOrEqual(3);
      calls.length = 0;
      vi.advanceTimersByTime(300_000);
      expect(calls).toHaveLength(5);
      expect(calls.every((at) => at.endsWith(":00.000"))).toBe(true);
    },
  );

  it("by any amount, every kind of schedule goes on", () => {
    assert(
      property(
        integer({ min: -20 * YEAR_S, max: 20 * YEAR_S }),
        constantFrom("* * * * * *", "0 * * * * *", "0 */5 * * * *", "0 0 0 * * *"),
        integer({ min: 0, max: 120_000 }),
        (seconds, expression, afterMs) => {
          const { calls, machine, timer } = kept(expression);
          vi.advanceTimersByTime(afterMs);
          machine.setBy(seconds);
          calls.length = 0;
          vi.advanceTimersByTime(60_000);
          timer.stop();
          const most = expression.startsWith("*") ? 61 : 3;
          expect(calls.length).toBeGreaterThanOrEqual(Math.abs(seconds) > 1 ? 1 : 0);
          expect(calls.length).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("by less than a second, nothing but its times counts", () => {
    const { calls, machine } = kept("0 0 0 1 1 *");
    machine.setBy(0.9);
    vi.advanceTimersByTime(600_000);
    machine.setBy(-0.9);
    vi.advanceTimersByTime(600_000);
    expect(calls).toEqual([]);
  });
});
