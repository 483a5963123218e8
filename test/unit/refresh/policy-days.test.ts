import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains } from "../../../src/draw/box.ts";
import { epochOfLocal, localIso, startOfLocalDay } from "../../../src/meter/local-time.ts";
import type { Panel } from "../../../src/panel/panel.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import {
  decideRefresh,
  REFRESH_REASONS,
  type RefreshDecision,
  type RefreshSituation,
  refuseEveryPicture,
} from "../../../src/refresh/policy.ts";
import { parseQuietHours } from "../../../src/refresh/quiet-hours.ts";
import { type RefreshTimes, refreshTimes } from "../../../src/refresh/refresh-times.ts";
import { type Occasion, parseRefreshState, type RefreshState, shiftRefreshState } from "../../../src/refresh/state.ts";

const ZONE = "Europe/Helsinki";
const S = 1000;
const MIN = 60 * S;
const HOUR = 60 * MIN;

/** A panel of the same limits, small enough for thousands of decisions. */
const small = (panel: Panel): Panel => ({ ...panel, width: 40, height: 24 });

/** What happens to a panel next: some time passes, and a picture is offered. */
const event = fc.record({
  waitMs: fc.oneof(fc.integer({ min: 0, max: 40 * S }), fc.integer({ min: 0, max: 40 * MIN }), fc.constant(MIN)),
  /** Time for which nothing runs, before it. */
  offMs: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 30 * HOUR })),
  /** The clock is set by this, meanwhile. */
  clockMs: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.integer({ min: -3 * HOUR, max: 3 * HOUR })),
  mark: fc.tuple(fc.nat(36), fc.nat(20), fc.nat(1), fc.boolean()),
  isAlarm: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
  isGlassLost: fc.oneof({ weight: 40, arbitrary: fc.constant(false) }, fc.constant(true)),
  temperatureC: fc.oneof(
    { weight: 8, arbitrary: fc.constant(20) },
    fc.constantFrom<number | "unknown">(7, -10, 60, "unknown"),
  ),
});

type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** An ordinary picture after a wait, indoors, while the clock goes on as it should. */
const picture = (waitMs: number, mark: Event["mark"]): Event => ({
  waitMs,
  offMs: 0,
  clockMs: 0,
  mark,
  isAlarm: false,
  isGlassLost: false,
  temperatureC: 20,
});

/** Different pictures through a day of any length: one of them in the shortest quiet hours, and one before they begin. */
const WHOLE_DAY = Array.from({ length: 36 }, (_, i) => picture(45 * MIN, [i, 0, 0, false]));

/** Different pictures within seconds: a partial and a full refresh may come at once, one may be on the glass, five are refused. */
const HASTE = Array.from({ length: 8 }, (_, i) => picture(S, [i, 0, 0, false]));

const SOME_QUIET = ["23:00-06:00", "22:30-04:00", "04:00-05:00", "12:30-13:15", "05:00-03:00"] as const;

/** A run of days: when it begins, its quiet hours, and what happens. */
const days = fc.record({
  begin: fc.constantFrom<string>("2026-01-15T12:00", "2026-03-28T20:00", "2026-10-24T20:00", "2026-01-15T03:59"),
  quiet: fc.constantFrom<string | undefined>(undefined, ...SOME_QUIET),
  events: fc.array(event, { minLength: 30, maxLength: 60 }),
});
type Days = typeof days extends fc.Arbitrary<infer D> ? D : never;

/** Days at whose end pictures come in haste. */
const hasty = days.map((run): Days => ({ ...run, events: [...run.events, ...HASTE] }));

/** One refresh or none, with all that the policy knew. */
interface Answer {
  readonly nowMs: number;
  readonly monoMs: number;
  readonly times: RefreshTimes;
  readonly occasion: Occasion | undefined;
  readonly previous: Raster | undefined;
  readonly next: Raster;
  readonly situation: RefreshSituation;
  readonly decision: RefreshDecision;
}

function pictureOf(panel: Panel, [x, y, ink, isLarge]: readonly [number, number, number, boolean]): Raster {
  const base = blankRaster(panel.width, panel.height, paletteOf(panel.palette));
  const pixels = Uint8Array.from(base.pixels);
  for (let row = isLarge ? 0 : y; row < (isLarge ? 20 : y + 4); row++)
    pixels.fill(ink, row * 40 + (isLarge ? 0 : x), row * 40 + (isLarge ? 36 : x + 4));
  return { ...base, pixels };
}

/** Pictures of each sort: little and much of every ink. */
function picturesOf(panel: Panel): readonly Raster[] {
  return paletteOf(panel.palette).inks.flatMap((_, ink) => [
    pictureOf(panel, [8, 8, ink, false]),
    pictureOf(panel, [0, 0, ink, true]),
  ]);
}

/** Reasons that time alone does not end. */
const WITHOUT_END: ReadonlySet<string> = new Set(["unchanged", "too-cold", "too-warm"]);

/** Lives through the days as a display does: the state follows the clock and comes from its file after each pause. */
function answersOf(panel: Panel, { begin, quiet, events }: Days) {
  const answers: Answer[] = [];
  let [nowMs, monoMs] = [epochOfLocal(begin, ZONE), 0];
  let state: RefreshState = {};
  let previous: Raster | undefined;
  const quietHours = quiet === undefined ? undefined : parseQuietHours(quiet);
  for (const { waitMs, offMs, clockMs, mark, isAlarm, isGlassLost, temperatureC } of events) {
    nowMs += waitMs + offMs + clockMs;
    monoMs += waitMs + offMs;
    state = shiftRefreshState(state, clockMs);
    if (offMs > 0) state = parseRefreshState(JSON.parse(JSON.stringify(state)));
    if (isGlassLost) previous = undefined;
    const times = refreshTimes(nowMs, ZONE, quietHours);
    const occasion = isAlarm ? "alarm" : times.quiet && "rest";
    const next = pictureOf(panel, mark);
    const situation: RefreshSituation = {
      panel,
      state,
      nowMs,
      temperatureC,
      ...times,
      ...(previous && { previous }),
      ...(occasion && { occasion }),
    };
    const decision = decideRefresh({ ...situation, next });
    answers.push({ nowMs, monoMs, times, occasion, previous, next, situation, decision });
    state = decision.state;
    if (decision.kind !== "none") previous = next;
  }
  return answers;
}

describe.each(PANELS.map((panel) => [panel.id, small(panel)] as const))("%s, on any days", (_id, panel) => {
  const { health } = panel;
  const always = (runs: typeof days, numRuns: number, check: (answers: readonly Answer[]) => void) =>
    fc.assert(
      fc.property(runs, (run) => check(answersOf(panel, run))),
      { numRuns },
    );

  it("keeps every interval but the partial one's at the beginning of an alarm, and the number of lesser ones in a row", () => {
    let refreshes = 0;
    always(days, 30, (answers) => {
      let [lastMs, lastFullMs, lesser, firstLesserMs] = [-Infinity, -Infinity, 0, Infinity];
      let shown: Occasion | undefined;
      for (const { monoMs, occasion, decision } of answers) {
        const { kind, state, reason } = decision;
        expect(REFRESH_REASONS).toContain(reason);
        expect(parseRefreshState(JSON.parse(JSON.stringify(state)))).toEqual(state);
        if (kind === "none") continue;
        refreshes++;
        if (kind === "full") {
          expect(monoMs - lastFullMs).toBeGreaterThanOrEqual(health.minFullIntervalMs);
          [lastFullMs, lesser, firstLesserMs] = [monoMs, 0, Infinity];
        } else {
          const beginsAlarm = kind === "partial" && occasion === "alarm" && shown !== "alarm";
          const leastMs = kind === "fast" ? health.minFastIntervalMs : health.minPartialIntervalMs;
          if (!beginsAlarm) expect(monoMs - lastMs).toBeGreaterThanOrEqual(leastMs);
          expect(++lesser).toBeLessThanOrEqual(health.maxPartialsInARow);
          firstLesserMs = Math.min(firstLesserMs, monoMs);
          expect(monoMs - firstLesserMs).toBeLessThan(health.maxPartialAgeMs);
        }
        [lastMs, shown] = [monoMs, occasion];
      }
    });
    expect(refreshes).toBeGreaterThan(100);
  });

  it("breaks quiet hours by the partial refreshes of an alarm, the full one of the day, and the first picture to rest with", () => {
    const steadyAndQuiet = fc.tuple(days, fc.constantFrom(...SOME_QUIET)).map(
      ([run, quiet]): Days => ({
        ...run,
        quiet,
        events: [...run.events.map((one) => ({ ...one, clockMs: 0 })), ...WHOLE_DAY],
      }),
    );
    always(steadyAndQuiet, 20, (answers) => {
      let broken = 0;
      const refreshed = answers.filter(({ decision }) => decision.kind !== "none");
      for (const [i, { times, occasion, previous, decision }] of refreshed.entries()) {
        const { quiet, dailyMs } = times;
        if (!quiet) continue;
        broken++;
        const before = refreshed[i - 1];
        const isRested =
          before?.occasion === "rest" && previous !== undefined && before.decision.state.lastRefreshMs! >= quiet.fromMs;
        if (decision.kind === "partial" && occasion === "alarm") continue;
        if (decision.kind === "full" && dailyMs >= quiet.fromMs) continue;
        expect(occasion).toBe("rest");
        expect(isRested && before.times.quiet?.fromMs === quiet.fromMs).toBe(false);
      }
      expect(broken).toBeGreaterThan(0);
    });
  });

  it("covers every change, by aligned boxes in their hull", () => {
    always(days, 25, (answers) => {
      for (const { previous, next, decision } of answers) {
        const { kind, boxes, box } = decision;
        if (kind === "none") continue;
        expect(boxes.length).toBeGreaterThan(0);
        expect(boxes.length).toBeLessThanOrEqual(4);
        expect(boxes.every((one) => contains(box!, one))).toBe(true);
        if (previous === undefined) continue;
        const uncovered = next.pixels.findIndex((ink, i) => {
          const pixel = { x: i % 40, y: Math.floor(i / 40), width: 1, height: 1 };
          return ink !== previous.pixels[i] && !boxes.some((one) => contains(one, pixel));
        });
        expect(uncovered).toBe(-1);
      }
    });
  });

  it("says of what it refuses when it may be shown", () => {
    let refused = 0;
    always(hasty, 25, (answers) => {
      for (const { nowMs, decision } of answers) {
        if (decision.kind !== "none" || WITHOUT_END.has(decision.reason)) continue;
        refused++;
        expect(decision.notBeforeMs).toBeGreaterThan(nowMs);
      }
    });
    expect(refused).toBeGreaterThan(100);
  });

  it("knows without a picture when it would refuse every one, until when at the earliest, and never else", () => {
    let refused = 0;
    always(hasty, 21, (answers) => {
      for (const { situation, next } of answers) {
        const palette = paletteOf(panel.palette);
        const refusal = refuseEveryPicture(situation, palette);
        const decisions = [next, ...picturesOf(panel)].map((each) => decideRefresh({ ...situation, next: each }));
        expect(decisions.every(({ kind }) => kind === "none")).toBe(refusal !== undefined);
        if (!refusal) continue;
        refused++;
        const held = decisions.filter(({ reason }) => reason !== "unchanged");
        expect(held.map(({ reason }) => reason)).toContain(refusal.reason);
        expect(Math.min(...held.map(({ notBeforeMs = Infinity }) => notBeforeMs))).toBe(
          refusal.notBeforeMs ?? Infinity,
        );
        expect(held.every(({ state }) => JSON.stringify(state) === JSON.stringify(refusal.state))).toBe(true);
      }
    });
    expect(refused).toBeGreaterThan(100);
  });
});

describe.each(PANELS.map((panel) => [panel.id, small(panel)] as const))("%s, asked every ten minutes", (_id, panel) => {
  const runs = fc.record({
    quiet: fc.constantFrom<string | undefined>("23:00-06:00", "22:30-04:00", "04:00-05:00", "05:00-03:00", undefined),
    begin: fc.constantFrom<string>("2026-01-15T12:00", "2026-03-28T12:00", "2026-10-24T12:00"),
    marks: fc.array(fc.tuple(fc.nat(36), fc.nat(20), fc.nat(1), fc.boolean()), { minLength: 5, maxLength: 50 }),
    offMinutes: fc.nat(900),
  });

  it("is refreshed fully at 04:00 of each day, or as soon after it as it runs and its pace allows", () => {
    const check = ({ quiet, begin, marks, offMinutes }: typeof runs extends fc.Arbitrary<infer R> ? R : never) => {
      const events = Array.from({ length: 450 }, (_, i) => ({
        ...picture(10 * MIN, marks[i % marks.length]!),
        offMs: i === 200 ? offMinutes * MIN : 0, // in the evening of the second day
        isAlarm: i % 70 > 68,
      }));
      const answers = answersOf(panel, { begin, quiet, events });
      for (const day of [1, 2]) {
        const noonMs = startOfLocalDay(epochOfLocal(begin, ZONE), ZONE, day) + 12 * HOUR;
        const dueMs = epochOfLocal(`${localIso(noonMs, ZONE).slice(0, 10)}T04:00`, ZONE);
        const first = answers.find(({ nowMs }) => nowMs >= dueMs)!;
        const isQuietSince = first.times.quiet !== undefined && first.times.quiet.fromMs > dueMs;
        const canMs = isQuietSince ? first.times.quiet.untilMs : first.nowMs;
        const done = answers.find(({ nowMs, decision }) => nowMs >= dueMs && decision.kind === "full")!;
        expect(done.nowMs).toBeLessThan(canMs + Math.max(panel.health.minFullIntervalMs, 10 * MIN) + 10 * MIN);
      }
    };
    fc.assert(fc.property(runs, check), { numRuns: 6 });
  });
});
