import { expect, it } from "vitest";
import { wallTimeOf } from "../../../src/meter/wall-time.ts";
import { steadyClock } from "../../../src/web/steady-clock.ts";

const AT = { wallMs: 1_795_651_330_075, monoMs: 2_507.391, clockSet: true };

/** Two clocks as they are read: the wall's in whole milliseconds, the other one a little later. */
const reading = (monoMs: number, { wallAheadMs = 0 } = {}) => ({
  wallMs: Math.floor(AT.wallMs + monoMs - AT.monoMs + wallAheadMs),
  monoMs,
  clockSet: true,
});

it("gives the wall time of an earlier instant the same each time", () => {
  let monoMs = AT.monoMs;
  const clock = steadyClock(() => reading(monoMs));
  const times = new Set<number | undefined>();
  for (let i = 0; i < 1_000; i++) {
    monoMs += 0.777 + (i % 7) / 13;
    times.add(wallTimeOf(AT, clock()));
  }
  expect(times.size).toBe(1);
  expect(Math.abs([...times][0]! - AT.wallMs)).toBeLessThan(2);
});

it("is never before an instant that it was read after, and follows a clock that is set", () => {
  let wallAheadMs = 0;
  const clock = steadyClock(() => reading(5_000.4, { wallAheadMs }));
  const before = clock();
  expect(before.monoMs).toBe(5_001);
  wallAheadMs = 3_600_000;
  expect(clock().wallMs - before.wallMs).toBe(3_600_000);
  wallAheadMs = 3_600_005;
  expect(clock().wallMs - before.wallMs).toBe(3_600_000);
});

it("takes a step of more than twenty milliseconds for a clock that is set, and less for none", () => {
  let wallAheadMs = 0;
  const clock = steadyClock(() => ({ wallMs: 1_000_000 + wallAheadMs, monoMs: 5_000, clockSet: true }));
  clock();
  const moved = [19, -19, 20, 21, 41, 62].map((aheadMs) => {
    wallAheadMs = aheadMs;
    return clock().wallMs - 1_000_000;
  });
  expect(moved).toEqual([0, 0, 0, 21, 21, 62]);
});
