import { array, assert, constantFrom, integer, property, record, string, uniqueArray } from "fast-check";
import { describe, expect, it } from "vitest";
import { BURST_QUIET_MS, type BurstState, burstQuiet, burstStep, NO_BURSTS } from "../../../src/intake/burst.ts";

/** Plays bursts given as texts, one letter a topic, a millisecond apart, `everyMs` from start to start. */
function play(bursts: readonly string[], { everyMs = 10_000 } = {}) {
  const told: string[] = [];
  let state: BurstState = NO_BURSTS;
  for (const [index, burst] of bursts.entries()) {
    let marks = "";
    let quietAt: number | undefined;
    for (const [position, topic] of burst.split("").entries()) {
      const step = burstStep(state, { topic, monoMs: index * everyMs + position });
      state = step.state;
      quietAt = step.quietUntilMonoMs;
      marks += (step.endedBefore ? "<" : "") + (step.complete ? "!" : ".");
    }
    if (quietAt !== undefined && quietAt < (index + 1) * everyMs) {
      const step = burstQuiet(state, quietAt);
      state = step.state;
      marks += step.complete ? "q" : "-";
    }
    told.push(marks);
  }
  return { told, state };
}

describe("the end of a telegram", () => {
  it("is recognized by silence at first, and by its last topic once two bursts have ended with it", () => {
    expect(play(["abcd", "abcd", "abcd", "abcd"]).told).toEqual(["....q", "....q", "...!", "...!"]);
  });

  it("is recognized by its last topic though others are missing", () => {
    expect(play(["abcd", "abcd", "acd", "d", "abcd"]).told.slice(2)).toEqual(["..!", "!", "...!"]);
  });

  it("is recognized by silence when the last topic is missing, and by the topic again afterwards", () => {
    expect(play(["abcd", "abcd", "abc", "abcd"]).told.slice(2)).toEqual(["...q", "...!"]);
  });

  it("is known for two shapes side by side, as when more is sent every hour", () => {
    const hours = ["abc", "abc", "abc", "abcxy", "abc", "abc", "abcxy", "abc", "abcxy", "abc"];
    expect(play(hours).told).toEqual(
      ["...q", "...q", "..!", "..!..q", "..!", "..!", "..!..q", "..!", "..!.!", "..!"], //
    );
  });

  it("is learned again when the shape of the burst changes for good", () => {
    const { told } = play(["abc", "abc", "abc", "abcd", "abcd", "abcd", "abcd"]);
    expect(told).toEqual(["...q", "...q", "..!", "..!.q", "..!.q", "...!", "...!"]);
  });

  it("is not looked for at a topic that once came last by accident", () => {
    const { told } = play(["abcd", "abcd", "ab", "abcd", "abcd", "ab", "abcd"]);
    expect(told).toEqual(["....q", "....q", "..q", "...!", "...!", "..q", "...!"]);
  });

  it("is known though the next telegram follows without any silence", () => {
    const { told } = play(["abc", "abc", "abc", "abc"], { everyMs: 100 });
    expect(told).toEqual(["...", "<...", "<..!", "..!"]);
  });

  it("is reported late rather than never when nobody asked after the silence", () => {
    const first = burstStep(NO_BURSTS, { topic: "a", monoMs: 0 });
    expect(burstStep(first.state, { topic: "b", monoMs: 5000 })).toMatchObject({ complete: false, endedBefore: true });
  });

  it("waits for silence as long as topics keep coming", () => {
    let { state, quietUntilMonoMs } = burstStep(NO_BURSTS, { topic: "a", monoMs: 0 });
    ({ state, quietUntilMonoMs } = burstStep(state, { topic: "b", monoMs: 200 }));
    expect(quietUntilMonoMs).toBe(200 + BURST_QUIET_MS);
    const early = burstQuiet(state, BURST_QUIET_MS);
    expect(early).toEqual({ state, complete: false, endedBefore: false, quietUntilMonoMs });
    const inTime = burstQuiet(state, 200 + BURST_QUIET_MS);
    expect(inTime.complete).toBe(true);
    expect(burstQuiet(inTime.state, 10_000).complete).toBe(false);
  });
});

describe("whatever comes", () => {
  const orders = uniqueArray(string({ minLength: 1 }), { minLength: 1, maxLength: 40 });

  it("the third burst of any order is complete at its last topic, at that instant and only there", () => {
    const told: boolean[][] = [];
    assert(
      property(orders, integer({ min: 1, max: 7 }), (topics, apartMs) => {
        let state = NO_BURSTS;
        for (const burst of [0, 1, 2]) {
          const completes = topics.map((topic, index) => {
            const step = burstStep(state, { topic, monoMs: burst * 10_000 + index * apartMs });
            state = step.state;
            return step.complete;
          });
          if (burst === 2) told.push(completes);
          else state = burstQuiet(state, burst * 10_000 + 9000).state;
        }
        expect(told.at(-1)).toEqual(topics.map((_, index) => index === topics.length - 1));
      }),
    );
    expect(told.length).toBeGreaterThanOrEqual(100);
  });

  const traffic = array(
    record({ topic: constantFrom(..."abcdefghijkl".split("")), gapMs: integer({ min: 0, max: 900 }) }),
  );

  it("every message is followed by an end, no later than the silence, and never by two", () => {
    assert(
      property(traffic, (messages) => {
        let state = NO_BURSTS;
        let untold = 0;
        let monoMs = 0;
        for (const { topic, gapMs } of messages) {
          monoMs += gapMs;
          const step = burstStep(state, { topic, monoMs });
          state = step.state;
          expect(step.endedBefore && untold === 0).toBe(false);
          if (step.endedBefore) untold = 0;
          untold = step.complete ? 0 : untold + 1;
          expect(step.quietUntilMonoMs === undefined).toBe(untold === 0);
        }
        const end = burstQuiet(state, monoMs + BURST_QUIET_MS);
        expect(end.complete).toBe(untold > 0);
        expect(burstQuiet(end.state, monoMs + 10_000).complete).toBe(false);
      }),
    );
  });

  it("the state is plain data of bounded size, and the same input gives the same answer", () => {
    assert(
      property(array(string(), { maxLength: 600 }), (topics) => {
        let state = NO_BURSTS;
        for (const [monoMs, topic] of topics.entries()) {
          const copy: BurstState = JSON.parse(JSON.stringify(state));
          const step = burstStep(state, { topic, monoMs });
          expect(burstStep(copy, { topic, monoMs })).toEqual(step);
          state = step.state;
        }
        expect(state.topics.length).toBeLessThanOrEqual(256);
        expect(state.enders.length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 50 },
    );
  });
});
