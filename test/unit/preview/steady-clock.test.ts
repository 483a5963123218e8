import { expect, it } from "vitest";
import { steadyClock } from "../../../src/preview/steady-clock.ts";
import { wallTimeOf } from "../../../src/view/wall-time.ts";

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
