import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/panel/panel.ts";
import { panelOf } from "../../../src/panel/panels.ts";
import { GREY_4, paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import { decideRefresh, type RefreshQuestion } from "../../../src/refresh/policy.ts";
import { parseRefreshState, type RefreshState, shiftRefreshState } from "../../../src/refresh/state.ts";

const MONO = panelOf("waveshare-7in5-v2");
const COLOUR = panelOf("waveshare-7in3-e");
const THREE_INKS = panelOf("waveshare-7in5-b-v2");
const T = Date.UTC(2026, 0, 15, 12);
const S = 1000;
const MIN = 60 * S;
const HOUR = 60 * MIN;

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
    const nothing = { next: paper(MONO), state: FRESH, dailyMs: T };
    expect(ask(MONO, { ...nothing, nowMs: T + 16 * HOUR })).toMatchObject({ kind: "none", reason: "unchanged" });
    expect(ask(MONO, { ...nothing, nowMs: T + 16 * HOUR, dailyMs: T + 16 * HOUR })).toMatchObject({
      kind: "full",
      reason: "daily",
    });
  });

  it("of the day is made up for when nothing could be shown at its time", () => {
    const late = { state: FRESH, nowMs: T + 20 * HOUR, dailyMs: T + 16 * HOUR };
    expect(ask(MONO, late)).toMatchObject({ kind: "full", reason: "daily" });
    expect(ask(MONO, { ...late, next: paper(MONO) })).toMatchObject({ kind: "full", reason: "daily" });
  });

  it("of the day waits for the panel's pace, and holds up every other refresh meanwhile", () => {
    const justDone = { lastRefreshMs: T - MIN, lastFullMs: T - MIN };
    const question = { state: justDone, dailyMs: T };
    expect(ask(MONO, { ...question, nowMs: T })).toMatchObject({
      kind: "none",
      reason: "daily",
      notBeforeMs: T + 2 * MIN,
    });
    expect(ask(MONO, { ...question, nowMs: T + 2 * MIN }).kind).toBe("full");
  });

  it("comes a day after the last one while the local time is not known", () => {
    const nothing = { next: paper(MONO), state: FRESH };
    expect(ask(MONO, { ...nothing, nowMs: T + 24 * HOUR - 1 })).toMatchObject({ kind: "none", reason: "unchanged" });
    expect(ask(MONO, { ...nothing, nowMs: T + 24 * HOUR })).toMatchObject({ kind: "full", reason: "daily" });
  });
});

const NIGHT = { fromMs: T - HOUR, untilMs: T + 6 * HOUR };

describe("quiet hours", () => {
  it("hold back a change until they end, and a first start too", () => {
    const quiet = { fromMs: T - HOUR, untilMs: T + HOUR };
    expect(ask(MONO, { state: FRESH, nowMs: T + MIN, quiet })).toMatchObject({
      kind: "none",
      reason: "quiet-hours",
      notBeforeMs: quiet.untilMs,
    });
    expect(ask(MONO, { quiet })).toMatchObject({ kind: "none", reason: "quiet-hours" });
  });

  it("do not promise a refresh at their end that the panel's pace forbids", () => {
    const quiet = { fromMs: T, untilMs: T + 2 * MIN };
    expect(ask(COLOUR, { state: FRESH, nowMs: T + MIN, quiet }).notBeforeMs).toBe(T + 15 * MIN);
  });

  it("let the full refresh of the day through whose time lies in them, also when it is late", () => {
    const question = { state: FRESH, next: paper(MONO), quiet: NIGHT };
    expect(ask(MONO, { ...question, nowMs: T + 4 * HOUR, dailyMs: T + 4 * HOUR })).toMatchObject({ kind: "full" });
    expect(ask(MONO, { ...question, nowMs: T + 5 * HOUR, dailyMs: T + 4 * HOUR })).toMatchObject({ kind: "full" });
  });

  it("hold back one that is overdue since before they began: it has its time in them", () => {
    const state = { lastRefreshMs: T - 50 * HOUR, lastFullMs: T - 50 * HOUR };
    const question = { state, quiet: NIGHT, dailyMs: T - 20 * HOUR };
    expect(ask(MONO, question)).toMatchObject({ kind: "none", reason: "quiet-hours", notBeforeMs: NIGHT.untilMs });
  });
});

describe("an alarm", () => {
  const question = { state: FRESH, occasion: "alarm", quiet: NIGHT } as const;

  it("breaks quiet hours and the pace of partial refreshes", () => {
    expect(ask(MONO, { ...question, nowMs: T + S })).toMatchObject({ kind: "partial", state: { shown: "alarm" } });
  });

  it("keeps that pace from its second picture on, so that refreshes are left for its end", () => {
    const { state } = ask(MONO, { ...question, nowMs: T + S });
    expect(ask(MONO, { ...question, state, nowMs: T + 30 * S })).toMatchObject({
      kind: "none",
      reason: "too-soon",
      notBeforeMs: T + 31 * S,
    });
    expect(ask(MONO, { ...question, state, nowMs: T + 31 * S }).kind).toBe("partial");
    const after = ask(MONO, { ...question, state, nowMs: T + 40 * S, occasion: "rest" });
    expect(ask(MONO, { ...question, state: after.state, nowMs: T + 41 * S }).kind).toBe("partial");
  });

  it("breaks neither the pace of full refreshes nor their quiet hours", () => {
    const tenth = { lastRefreshMs: T, lastFullMs: T - 2 * MIN, lesserSinceFull: 10, firstLesserMs: T - MIN };
    const { quiet: _none, ...awake } = question;
    expect(ask(MONO, { ...awake, state: tenth, nowMs: T + S })).toMatchObject({ kind: "none", reason: "full-due" });
    expect(ask(MONO, { ...question, state: tenth, nowMs: T + HOUR })).toMatchObject({ reason: "quiet-hours" });
    expect(ask(COLOUR, { ...question, nowMs: T + HOUR })).toMatchObject({ kind: "none", reason: "quiet-hours" });
    expect(ask(COLOUR, { ...awake, nowMs: T + 14 * MIN })).toMatchObject({ kind: "none", reason: "too-soon" });
    expect(ask(COLOUR, { ...awake, nowMs: T + HOUR }).kind).toBe("full");
  });
});

describe("the picture to rest with", () => {
  const night = marked(MONO, 0, 0, 800, 300);
  const question = { state: FRESH, occasion: "rest", quiet: NIGHT, next: night } as const;

  it("is shown once in the quiet hours, as soon as the limits allow it", () => {
    expect(ask(MONO, { ...question, nowMs: T + 20 * S })).toMatchObject({ kind: "none", notBeforeMs: T + 30 * S });
    const shown = ask(MONO, { ...question, nowMs: T + MIN });
    expect(shown).toMatchObject({ kind: "fast", state: { shown: "rest" } });
    const later = { ...question, state: shown.state, previous: night, next: marked(MONO, 0, 0, 800, 301) };
    expect(ask(MONO, { ...later, nowMs: T + 2 * HOUR })).toMatchObject({ kind: "none", reason: "quiet-hours" });
  });

  it("is shown again with the full refresh of the day", () => {
    const { state } = ask(MONO, { ...question, nowMs: T + MIN });
    const daily = { nowMs: T + 4 * HOUR, dailyMs: T + 4 * HOUR };
    expect(ask(MONO, { ...question, state, previous: night, ...daily })).toMatchObject({
      kind: "full",
      reason: "daily",
      state: { shown: "rest" },
    });
  });

  it("takes the place of an alarm that is over, of a picture that nobody knows, and of the rest before", () => {
    const hour = { ...question, nowMs: T + HOUR };
    expect(ask(MONO, { ...hour, state: { ...FRESH, shown: "alarm" } }).kind).toBe("fast");
    expect(ask(MONO, { ...hour, state: { ...FRESH, shown: "rest" } }).reason).toBe("quiet-hours");
    const { previous: _lost, ...lost }: RefreshQuestion = { panel: MONO, ...hour, state: { ...FRESH, shown: "rest" } };
    expect(decideRefresh(lost)).toMatchObject({ kind: "full", reason: "unknown-glass" });
    const yesterday = { lastRefreshMs: T - 20 * HOUR, lastFullMs: T - 20 * HOUR, shown: "rest" } as const;
    expect(ask(MONO, { ...hour, state: yesterday, dailyMs: T - 21 * HOUR }).kind).toBe("fast");
  });
});

describe("a temperature that nobody knows", () => {
  it("allows full refreshes alone, whose waveform follows the panel's own sensor", () => {
    const question = { state: FRESH, temperatureC: "unknown" } as const;
    expect(ask(MONO, { ...question, nowMs: T + MIN })).toMatchObject({ kind: "none", notBeforeMs: T + 3 * MIN });
    expect(ask(MONO, { ...question, nowMs: T + 3 * MIN }).kind).toBe("full");
  });
});

describe("the state", () => {
  it("of the future is taken to have just happened, so that a clock set back delays by one interval at most", () => {
    const state = { lastRefreshMs: T + 999 * MIN, lastFullMs: T + 999 * MIN };
    expect(ask(MONO, { state })).toMatchObject({ kind: "none", notBeforeMs: T + 30 * S, state: FRESH });
  });

  it.each([
    null,
    7,
    "x",
    [],
    { lastFullMs: "x", lastRefreshMs: Number.NaN, lesserSinceFull: -1, shown: "face" },
    { other: 1 },
  ])("that is damaged (%j) is a first start", (json) => expect(parseRefreshState(json)).toEqual({}));

  it("moves with the clock, its count does not", () => {
    const state = { lastRefreshMs: 5, lastFullMs: 3, lesserSinceFull: 2, firstLesserMs: 4, shown: "rest" } as const;
    expect(shiftRefreshState(state, 10)).toEqual({
      lastRefreshMs: 15,
      lastFullMs: 13,
      lesserSinceFull: 2,
      firstLesserMs: 14,
      shown: "rest",
    });
  });

  it("is read back as it was written", () => {
    const state = { lastRefreshMs: 5, lastFullMs: 3, lesserSinceFull: 2, firstLesserMs: 4, shown: "alarm" } as const;
    expect(parseRefreshState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
});
