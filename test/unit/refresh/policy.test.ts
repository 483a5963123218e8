import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains } from "../../../src/draw/box.ts";
import type { Panel } from "../../../src/panel/panel.ts";
import { PANELS, panelOf } from "../../../src/panel/panels.ts";
import { GREY_4, paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import { decideRefresh, REFRESH_REASONS, type RefreshQuestion } from "../../../src/refresh/policy.ts";
import { parseRefreshState, type RefreshState, shiftRefreshState } from "../../../src/refresh/state.ts";

const MONO = panelOf("waveshare-7in5-v2");
const COLOUR = panelOf("waveshare-7in3-e");
const THREE_INKS = panelOf("waveshare-7in5-b-v2");
const T = Date.UTC(2026, 0, 15, 12);
const S = 1000;
const MIN = 60 * S;

function paper(panel: Panel): Raster {
  return blankRaster(panel.width, panel.height, paletteOf(panel.palette));
}

function marked(panel: Panel, x: number, y: number, width = 3, height = 3, ink = 0): Raster {
  const base = paper(panel);
  const pixels = Uint8Array.from(base.pixels);
  for (let row = y; row < y + height; row++) pixels.fill(ink, row * base.width + x, row * base.width + x + width);
  return { ...base, pixels };
}

function ask(panel: Panel, question: Partial<RefreshQuestion>): ReturnType<typeof decideRefresh> {
  return decideRefresh({
    panel,
    previous: paper(panel),
    next: marked(panel, 100, 50),
    state: {},
    nowMs: T,
    ...question,
  });
}

const FRESH: RefreshState = { lastRefreshMs: T, lastFullMs: T };

describe("a first start", () => {
  it("refreshes fully, whatever the caller believes to be on the glass", () => {
    expect(ask(MONO, { next: paper(MONO) })).toMatchObject({
      kind: "full",
      reason: "first-start",
      boxes: [{ x: 0, y: 0, width: 800, height: 480 }],
      state: { lastRefreshMs: T, lastFullMs: T },
    });
  });

  it("refreshes fully when the picture on the glass was lost, but not before the panel's pace allows it", () => {
    const { previous: _lost, ...question }: RefreshQuestion = {
      panel: MONO,
      previous: paper(MONO),
      next: paper(MONO),
      state: FRESH,
      nowMs: T + MIN,
    };
    expect(decideRefresh(question)).toMatchObject({ kind: "none", reason: "too-soon", notBeforeMs: T + 3 * MIN });
    expect(decideRefresh({ ...question, nowMs: T + 3 * MIN })).toMatchObject({ kind: "full", reason: "unknown-glass" });
  });
});

describe("a change", () => {
  it("is refreshed partially in aligned boxes around it once half a minute has passed", () => {
    expect(ask(MONO, { state: FRESH, nowMs: T + 29_999 })).toMatchObject({
      kind: "none",
      reason: "too-soon",
      notBeforeMs: T + 30 * S,
    });
    expect(ask(MONO, { state: FRESH, nowMs: T + 30 * S })).toMatchObject({
      kind: "partial",
      reason: "changed",
      boxes: [{ x: 96, y: 50, width: 8, height: 3 }],
      box: { x: 96, y: 50, width: 8, height: 3 },
      state: { lastRefreshMs: T + 30 * S, lastFullMs: T, lesserSinceFull: 1, firstLesserMs: T + 30 * S },
    });
  });

  it("of more than half of the glass is refreshed fast where that is allowed, else partially", () => {
    const next = marked(MONO, 0, 0, 800, 300);
    expect(ask(MONO, { next, state: FRESH, nowMs: T + 40 * S })).toMatchObject({ kind: "partial" });
    expect(ask(MONO, { next, state: FRESH, nowMs: T + 60 * S })).toMatchObject({
      kind: "fast",
      reason: "changed-much",
    });
  });

  it("on a colour panel waits a quarter of an hour from the last full refresh", () => {
    expect(ask(COLOUR, { state: FRESH, nowMs: T + 15 * MIN - 1 })).toMatchObject({
      kind: "none",
      notBeforeMs: T + 15 * MIN,
    });
    expect(ask(COLOUR, { state: FRESH, nowMs: T + 15 * MIN })).toMatchObject({ kind: "full", reason: "changed" });
  });

  it("of an ink that a partial refresh cannot drive is not refreshed partially", () => {
    const red = marked(THREE_INKS, 100, 50, 3, 3, 2);
    expect(ask(THREE_INKS, { next: red, state: FRESH, nowMs: T + 15 * MIN }).kind).not.toBe("partial");
    expect(ask(THREE_INKS, { state: FRESH, nowMs: T + 15 * MIN }).kind).toBe("partial");
  });

  it("away from an ink that a partial refresh cannot drive is not refreshed partially: the ink would stay", () => {
    const red = marked(THREE_INKS, 100, 50, 3, 3, 2);
    const question = { previous: red, next: paper(THREE_INKS), state: FRESH };
    expect(ask(THREE_INKS, { ...question, nowMs: T + 15 * MIN })).toMatchObject({
      kind: "fast",
      boxes: [{ width: 800 }],
    });
  });

  it("of just half of the glass is still refreshed partially, of a row more it is not", () => {
    const half = { state: FRESH, nowMs: T + 60 * S };
    expect(ask(MONO, { ...half, next: marked(MONO, 0, 0, 800, 240) }).kind).toBe("partial");
    expect(ask(MONO, { ...half, next: marked(MONO, 0, 0, 800, 241) }).kind).toBe("fast");
  });

  it("of a grey picture takes a full refresh", () => {
    const grey = (ink: number) => blankRaster(800, 480, GREY_4, ink);
    const question = { previous: grey(3), next: grey(1), state: FRESH };
    expect(ask(MONO, { ...question, nowMs: T + MIN })).toMatchObject({ kind: "none", notBeforeMs: T + 3 * MIN });
    expect(ask(MONO, { ...question, nowMs: T + 3 * MIN })).toMatchObject({ kind: "full" });
  });

  it("is refreshed fully in the cold, where partial and fast waveforms are wrong", () => {
    expect(ask(MONO, { state: FRESH, nowMs: T + 3 * MIN, temperatureC: 4 })).toMatchObject({ kind: "full" });
    expect(ask(MONO, { state: FRESH, nowMs: T + 3 * MIN, temperatureC: -5 })).toMatchObject({
      kind: "none",
      reason: "too-cold",
    });
    expect(ask(MONO, { state: FRESH, nowMs: T + 3 * MIN, temperatureC: 60 }).reason).toBe("too-warm");
  });
});

describe("a full refresh", () => {
  const tenth: RefreshState = {
    lastRefreshMs: T,
    lastFullMs: T - 2 * MIN,
    lesserSinceFull: 10,
    firstLesserMs: T - MIN,
  };

  it("is due after ten lesser ones and delays the next refresh instead of becoming another partial one", () => {
    expect(ask(MONO, { state: tenth, nowMs: T + 45 * S })).toMatchObject({
      kind: "none",
      reason: "full-due",
      notBeforeMs: T + MIN,
      state: tenth,
    });
    expect(ask(MONO, { state: tenth, nowMs: T + MIN })).toMatchObject({
      kind: "full",
      reason: "full-due",
      state: { lastRefreshMs: T + MIN, lastFullMs: T + MIN },
    });
  });

  it("is due an hour after the first lesser one", () => {
    const state = { lastRefreshMs: T, lastFullMs: T - MIN, lesserSinceFull: 1, firstLesserMs: T };
    expect(ask(MONO, { state, nowMs: T + 60 * MIN - 1 }).kind).toBe("partial");
    expect(ask(MONO, { state, nowMs: T + 60 * MIN })).toMatchObject({ kind: "full", reason: "full-due" });
  });

  it("counts its pace from the last full one alone", () => {
    const state = { ...tenth, lastRefreshMs: T + MIN - 5 * S };
    expect(ask(MONO, { state, nowMs: T + MIN }).kind).toBe("full");
  });

  it("comes once a day even when nothing changed", () => {
    const nothing = { next: paper(MONO), state: FRESH };
    expect(ask(MONO, { ...nothing, nowMs: T + 24 * 60 * MIN - 1 })).toMatchObject({
      kind: "none",
      reason: "unchanged",
    });
    expect(ask(MONO, { ...nothing, nowMs: T + 24 * 60 * MIN })).toMatchObject({ kind: "full", reason: "daily" });
  });
});

describe("quiet hours", () => {
  it("hold back a change until they end, and a first start too", () => {
    const quietUntilMs = T + 60 * MIN;
    expect(ask(MONO, { state: FRESH, nowMs: T + MIN, quietUntilMs })).toMatchObject({
      kind: "none",
      reason: "quiet-hours",
      notBeforeMs: quietUntilMs,
    });
    expect(ask(MONO, { quietUntilMs })).toMatchObject({ kind: "none", reason: "quiet-hours" });
  });

  it("do not promise a refresh at their end that the panel's pace forbids", () => {
    expect(ask(COLOUR, { state: FRESH, nowMs: T + MIN, quietUntilMs: T + 2 * MIN }).notBeforeMs).toBe(T + 15 * MIN);
  });

  it("are broken by an alarm, the panel's limits are not", () => {
    const question = { state: FRESH, alarm: true, quietUntilMs: T + 60 * MIN };
    expect(ask(MONO, { ...question, nowMs: T + 30 * S }).kind).toBe("partial");
    expect(ask(MONO, { ...question, nowMs: T + 10 * S })).toMatchObject({ kind: "none", reason: "too-soon" });
  });
});

describe("the state", () => {
  it("of the future is taken to have just happened, so that a clock set back delays by one interval at most", () => {
    const state = { lastRefreshMs: T + 999 * MIN, lastFullMs: T + 999 * MIN };
    expect(ask(MONO, { state })).toMatchObject({ kind: "none", notBeforeMs: T + 30 * S, state: FRESH });
  });

  it.each([null, 7, "x", [], { lastFullMs: "x", lastRefreshMs: Number.NaN, lesserSinceFull: -1 }, { other: 1 }])(
    "that is damaged (%j) is a first start",
    (json) => expect(parseRefreshState(json)).toEqual({}),
  );

  it("moves with the clock, its count does not", () => {
    expect(shiftRefreshState({ lastRefreshMs: 5, lastFullMs: 3, lesserSinceFull: 2, firstLesserMs: 4 }, 10)).toEqual({
      lastRefreshMs: 15,
      lastFullMs: 13,
      lesserSinceFull: 2,
      firstLesserMs: 14,
    });
  });
});

/** A panel of the same limits, small enough for thousands of decisions. */
const small = (panel: Panel): Panel => ({ ...panel, width: 40, height: 24 });

describe.each(PANELS.map((panel) => [panel.id, small(panel)] as const))("on %s, any run of pictures", (_id, panel) => {
  const step = fc.record({
    waitMs: fc.oneof(fc.integer({ min: 0, max: 40 * S }), fc.integer({ min: 0, max: 40 * MIN })),
    mark: fc.tuple(fc.nat(36), fc.nat(20), fc.nat(1)),
    isQuiet: fc.boolean(),
    isAlarm: fc.boolean(),
  });

  it("keeps every interval, covers every change, and never puts off a full refresh by a partial one", () => {
    let refreshes = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
        let [nowMs, lastMs, lastFullMs, partials, firstPartialMs] = [T, -Infinity, -Infinity, 0, Infinity];
        let previous: Raster | undefined;
        let state: RefreshState = {};
        for (const { waitMs, mark, isQuiet, isAlarm } of steps) {
          nowMs += waitMs;
          const next = marked(panel, mark[0], mark[1], 4, 4, mark[2]);
          const answer = decideRefresh({
            panel,
            next,
            nowMs,
            alarm: isAlarm,
            state: JSON.parse(JSON.stringify(state)) as RefreshState, // as if restarted in between
            ...(previous && { previous }),
            ...(isQuiet && { quietUntilMs: nowMs + MIN }),
          });
          expect(REFRESH_REASONS).toContain(answer.reason);
          expect(JSON.parse(JSON.stringify(answer.state))).toEqual(answer.state);
          state = answer.state;
          if (answer.kind === "none") {
            expect(answer.notBeforeMs ?? nowMs + 1).toBeGreaterThan(nowMs);
            continue;
          }
          refreshes++;
          expect(isQuiet && !isAlarm).toBe(false);
          const { health } = panel;
          if (answer.kind === "full") {
            expect(nowMs - lastFullMs).toBeGreaterThanOrEqual(health.minFullIntervalMs);
            [lastFullMs, partials, firstPartialMs] = [nowMs, 0, Infinity];
          } else {
            const least = answer.kind === "fast" ? health.minFastIntervalMs : health.minPartialIntervalMs;
            expect(nowMs - lastMs).toBeGreaterThanOrEqual(least);
            expect(++partials).toBeLessThanOrEqual(health.maxPartialsInARow);
            expect(nowMs - firstPartialMs < health.maxPartialAgeMs || firstPartialMs === Infinity).toBe(true);
            firstPartialMs = Math.min(firstPartialMs, nowMs);
          }
          lastMs = nowMs;
          const { boxes, box } = answer;
          expect(boxes.length).toBeGreaterThan(0);
          expect(boxes.length).toBeLessThanOrEqual(4);
          expect(boxes.every((one) => contains(box!, one))).toBe(true);
          const before = previous;
          previous = next;
          if (before === undefined) continue;
          for (let i = 0; i < next.pixels.length; i++) {
            if (next.pixels[i] === before.pixels[i]) continue;
            const pixel = { x: i % 40, y: Math.floor(i / 40), width: 1, height: 1 };
            expect(boxes.some((one) => contains(one, pixel))).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(refreshes).toBeGreaterThan(100);
  });
});
