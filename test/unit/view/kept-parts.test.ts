import { array, assert, constantFrom, integer, oneof, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Quantity } from "../../../src/meter/quantity.ts";
import { buildView, buildWholeView, viewMemory } from "../../../src/view/build-view.ts";
import type { PartMemories } from "../../../src/view/parts.ts";
import { historyOf, later, NOON, readingAt } from "../../fixtures/readings.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const CONNECTED = { kind: "connected", since: NOON } as const;
const MINUTE_MS = 60_000;

/** Everything that may happen between two views. */
const quantity = constantFrom<Quantity>("activePowerImportW", "activePowerExportW", "activePowerImportL1W");
const watts = integer({ min: 0, max: 9_000 });
const kinds = oneof(
  { weight: 30, arbitrary: constantFrom("telegram") },
  { weight: 4, arbitrary: constantFrom("one value", "kept value", "value that is gone", "quantity without value") },
  { weight: 3, arbitrary: constantFrom("forgotten", "reader offline", "clock set", "clock not set") },
);
const event = record({ kind: kinds, quantity, watts });
const story = array(
  record({
    event,
    afterS: oneof({ weight: 6, arbitrary: integer({ min: 5, max: 200 }) }, integer({ min: 200, max: 4_000 })),
    stepS: oneof({ weight: 20, arbitrary: integer({ min: 0, max: 0 }) }, integer({ min: -4_000, max: 4_000 })),
    isSeen: constantFrom(true, true, true, false),
  }),
  { minLength: 10, maxLength: 80 },
);

type Event = { readonly kind: string; readonly quantity: Quantity; readonly watts: number };

function happen(history: History, { kind, quantity: key, watts: value }: Event, now: Now): void {
  const [activePowerImportW, activePowerExportW] = value > 2_000 ? [value, 0] : [0, value];
  const one = { values: { [key]: value }, at: now };
  if (kind === "telegram")
    history.add({ values: { activePowerImportW, activePowerExportW }, at: now, retained: false });
  else if (kind === "one value" || kind === "kept value") history.add({ ...one, retained: kind === "kept value" });
  else if (kind === "value that is gone") history.noValue([key], now);
  else if (kind === "quantity without value") history.heardOf([key], now);
  else if (kind === "forgotten") history.forget([key], now.monoMs - value * 1_000, now);
  else if (kind === "reader offline") history.readerStatus(false, now);
}

/** Power from the grid, negative into it: at any time of the day, and at night, after some was exported. */
const byDay = oneof(integer({ min: -3_000, max: 6_000 }), constantFrom(0, 0, 40));
const atNight = oneof(
  { weight: 12, arbitrary: constantFrom(0, 40, 600) },
  { weight: 1, arbitrary: integer({ min: -3_000, max: -1 }) },
);

function timesWith(netW: typeof byDay) {
  const time = record({
    netW,
    afterS: oneof({ weight: 6, arbitrary: integer({ min: 10, max: 900 }) }, integer({ min: 900, max: 9_000 })),
    isSeen: constantFrom(true, true, true, false),
    isRestarted: oneof({ weight: 60, arbitrary: constantFrom(false) }, constantFrom(true)),
  });
  return array(time, { minLength: 10, maxLength: 70 });
}

/** A meter whose counters show what they counted in whole steps, and a time in which it is read. */
const counted = record({
  resolutionWh: constantFrom(1, 10, 100, 1_000),
  /** What its powers are of what it counts. */
  share: constantFrom(0, 0.5, 1, 2),
  times: oneof(timesWith(byDay), timesWith(atNight)),
});

describe("parts that are kept", () => {
  it("are the same as fresh ones at every instant, whatever happened in between", () => {
    assert(
      property(story, (steps) => {
        const history = new History();
        let before: PartMemories | undefined;
        let now = NOON;
        for (const { event: what, afterS, stepS, isSeen } of steps) {
          const clockSet = what.kind !== "clock not set" && (what.kind === "clock set" || now.clockSet);
          now = { wallMs: now.wallMs + (afterS + stepS) * 1_000, monoMs: now.monoMs + afterS * 1_000, clockSet };
          happen(history, what, now);
          if (!isSeen) continue;
          const input = {
            history,
            link: CONNECTED,
            now,
            meter: METER,
            locale: "en-GB",
            parts: ["chart", "hours"],
          } as const;
          const shown = before?.power && { power: before.power };
          const fresh = buildView({ ...input, before: shown });
          const kept = buildView({ ...input, before });
          expect([kept.chart, kept.hours]).toEqual([fresh.chart, fresh.hours]);
          before = viewMemory(kept, input);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("are the same as fresh ones where a counter steps later, however coarse it is", () => {
    const parts = ["hours", "twoWeeks", "days"] as const;
    assert(
      property(counted, ({ resolutionWh, share, times }) => {
        const history = new History({ timeZone: METER.timeZone });
        const whole = (wh: number) => Math.floor(wh / resolutionWh) * resolutionWh;
        let before: PartMemories | undefined;
        let [importWh, exportWh, afterMs] = [800_000, 50_000, 0];
        for (const { netW, afterS, isSeen, isRestarted } of times) {
          const powers = {
            activePowerImportW: share * Math.max(0, netW),
            activePowerExportW: share * Math.max(0, -netW),
          };
          [importWh, exportWh] = isRestarted ? [0, 0] : [importWh, exportWh];
          const counters = { activeEnergyImportWh: whole(importWh), activeEnergyExportWh: whole(exportWh) };
          history.add(readingAt({ ...(share > 0 && powers), ...counters }, later(afterMs)));
          const input = {
            history,
            link: CONNECTED,
            now: later(afterMs),
            meter: METER,
            locale: "en-GB",
            parts,
          } as const;
          if (isSeen) {
            const fresh = buildView({ ...input, before: before?.power && { power: before.power } });
            const kept = buildView({ ...input, before });
            for (const part of parts) expect(kept[part], part).toEqual(fresh[part]);
            before = viewMemory(kept, input);
          }
          afterMs += afterS * 1_000;
          importWh += (Math.max(0, netW) * afterS) / 3_600;
          exportWh += (Math.max(0, -netW) * afterS) / 3_600;
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it.each([
    ["a counter stands for hours, as one of export at night", 0, 0],
    ["it does so after power flowed that was too little for a step", 300, 5],
  ])("are kept while %s", (_, exportedW, exportedWh) => {
    const history = new History();
    const atMinute = (minute: number) => ({
      activePowerExportW: minute < 1 ? exportedW : 0,
      activeEnergyExportWh: 50_000,
      activePowerImportW: 600,
      activeEnergyImportWh: 10 * minute,
    });
    for (let minute = 0; minute <= 190; minute++) history.add(readingAt(atMinute(minute), later(minute * MINUTE_MS)));
    const input = { history, link: CONNECTED, meter: METER, now: later(190 * MINUTE_MS), locale: "en-GB" };
    const { hours } = viewMemory(buildView({ ...input, parts: ["hours"] }), input);
    const ofToday = [...hours!.buckets].filter(([, bucket]) => bucket !== null);
    expect(ofToday.map(([startMs, bucket]) => [(startMs - NOON.wallMs) / MINUTE_MS, bucket?.exportWh])).toEqual([
      [0, exportedWh],
      [60, 0],
      [120, 0],
    ]);
  });

  it("are computed again where a last value turns out to have held for longer", () => {
    const history = historyOf(
      [0, { activePowerImportW: 1_000, voltageL1V: 229 }],
      [10_000, { activePowerImportW: 1_100 }],
    );
    const viewAt = (afterMs: number, before?: PartMemories) => {
      const input = { history, link: CONNECTED, now: later(afterMs), meter: METER, locale: "en-GB" };
      const view = buildView({ ...input, parts: ["chart"], before });
      return { view, memory: viewMemory(view, input) };
    };
    const silent = viewAt(20 * MINUTE_MS);
    history.add({ values: { voltageL1V: 230 }, at: later(21 * MINUTE_MS), retained: false }); // a reader that sends changes
    const fresh = viewAt(21 * MINUTE_MS).view;
    expect(fresh.chart?.today.slice(0, -1)).not.toEqual(silent.view.chart?.today);
    expect(viewAt(21 * MINUTE_MS, silent.memory).view).toEqual(fresh);
  });

  it("are not computed again: what was remembered of a settled bucket is what is shown", () => {
    const history = historyOf([0, { activePowerImportW: 1_000 }], [10 * MINUTE_MS, { activePowerImportW: 3_000 }]);
    const input = { history, link: CONNECTED, meter: METER, now: later(11 * MINUTE_MS), locale: "en-GB" };
    const view = buildView({ ...input, parts: ["chart"] });
    const { chart } = viewMemory(view, input);
    const startMs = NOON.wallMs;
    expect(chart?.buckets.get(startMs)).toEqual({ meanW: 1_000 });
    const marked = { ...chart!, buckets: new Map([...chart!.buckets, [startMs, { meanW: 7 }]]) };
    const again = { ...input, now: later(11 * MINUTE_MS + 1_000) };
    const bucketOf = (before: PartMemories) =>
      buildView({ ...again, parts: ["chart"], before }).chart?.today[14 * 12]?.meanW;
    expect(bucketOf({ chart: marked })).toBe(7);
    expect(bucketOf({})).toBe(1_000);
  });
});

describe("the parts of a view", () => {
  const history = historyOf([0, { activePowerImportW: 4_240, currentL1A: 21, currentL2A: 3, currentL3A: 2 }]);
  const input = { history, link: CONNECTED, now: NOON, meter: METER, locale: "en-GB" };
  const frame = ["meter", "nowMs", "clockSet", "locale", "timeZone"];

  it("are those that are wanted and those that they need, as in the whole view", () => {
    const { balance, phases } = buildWholeView(input);
    const view = buildView({ ...input, parts: ["balance"] });
    expect(Object.keys(view)).toEqual([...frame, "alarm", "phases", "balance"]);
    expect(view).toMatchObject({ phases, balance });
    expect(Object.keys(buildView({ ...input, parts: [] }))).toEqual(frame);
  });

  it("remember the power as last shown, and nothing of what they have not", () => {
    const view = buildView({ ...input, parts: ["power"] });
    const shown = { valueW: 4_240, unit: "kW", hundredsW: 4_240 };
    expect(viewMemory(view, input)).toEqual({ power: { shown } });
  });
});
