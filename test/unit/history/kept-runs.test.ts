import { describe, expect, it } from "vitest";
import { KeptRuns } from "../../../src/history/kept-runs.ts";
import type { CounterPoint } from "../../../src/history/samples.ts";

const MINUTE = 60_000;

/** A counter that grows by 10 Wh a minute, as a series has it at some minute: what is before is settled. */
function counterAt(minute: number, revision = 0) {
  const points = Array.from({ length: minute + 1 }, (_, i): CounterPoint => {
    return { atMs: i * MINUTE, value: i * 10, series: 0 };
  });
  let read = 0;
  const readFrom = (fromMs: number) => {
    const asked = points.filter(({ atMs }) => atMs >= fromMs);
    read += asked.length;
    return asked;
  };
  const standing = { revision, settledMs: minute * MINUTE };
  const request = { key: "wh", fromMs: MINUTE, firstMs: 0, untilMs: minute * MINUTE, minutesFromMs: 0, standing };
  return { ...request, readAll: () => readFrom(0), readFrom, read: () => read };
}

describe("kept runs of a counter", () => {
  it("read each point once, and the one that may still change again", () => {
    const kept = new KeptRuns();
    const first = counterAt(100);
    expect(kept.runs(first).all.map(({ steps }) => steps)).toEqual([100]);
    expect(first.read()).toBe(101);
    const next = counterAt(102);
    expect(kept.runs(next).all.map(({ steps, steppedMs }) => [steps, steppedMs])).toEqual([[102, 102 * MINUTE]]);
    expect(next.read()).toBe(3);
  });

  it.each([
    ["something before changed", { ...counterAt(102, 1) }],
    ["the clock went back", { ...counterAt(99) }],
    ["minutes are read from elsewhere", { ...counterAt(102), minutesFromMs: 15 * MINUTE }],
  ])("are read from the start when %s", (_, request) => {
    const kept = new KeptRuns();
    kept.runs(counterAt(100));
    const { all } = kept.runs(request);
    expect(all.map(({ steps }) => steps)).toEqual([request.untilMs / MINUTE]);
    expect(request.read()).toBe(request.untilMs / MINUTE + 1);
  });
});
