import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { MemoryStore, memoryMedium } from "../../../src/history/memory-store.ts";
import { type EnergyQuantity, Past } from "../../../src/history/past.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Values } from "../../../src/meter/quantity.ts";
import { NOON } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COUNTERS: readonly EnergyQuantity[] = ["activeEnergyImportWh", "activeEnergyExportWh"];

/** A meter's counters are as fine as `stepWh`; without one it has none. */
interface Meter {
  readonly stepWh: number | undefined;
  readonly hasPower: boolean;
}

interface Event {
  readonly kind: string;
  readonly watts: number;
  readonly backMs: number;
}

const event = record({
  kind: oneof(
    { weight: 40, arbitrary: constantFrom("telegram") },
    { weight: 4, arbitrary: constantFrom("kept value", "value that is gone", "counter begins again", "saved") },
    { weight: 3, arbitrary: constantFrom("forgotten", "imported", "other zone", "clock set", "clock not set") },
  ),
  watts: integer({ min: -4_000, max: 9_000 }),
  backMs: integer({ min: 0, max: 3 * DAY }),
});

/** Seconds from one event to the next: mostly as a meter sends, and as slowly that days pass. */
const often = oneof(
  { weight: 20, arbitrary: integer({ min: 5, max: 400 }) },
  { weight: 2, arbitrary: integer({ min: 400, max: 50_000 }) },
);
const slowly = oneof(
  { weight: 10, arbitrary: integer({ min: 5, max: 120 }) },
  { weight: 10, arbitrary: integer({ min: 400, max: 9_000 }) },
);

function storyWith(afterS: typeof often) {
  const step = record({
    event,
    afterS,
    stepS: oneof(
      { weight: 20, arbitrary: constantFrom(0) },
      { weight: 1, arbitrary: integer({ min: -9_000, max: 9_000 }) },
      { weight: 1, arbitrary: integer({ min: -200_000, max: 200_000 }) },
    ),
    isAsked: constantFrom(true, true, false),
  });
  return array(step, { minLength: 20, maxLength: 120 });
}

const story = oneof(storyWith(often), storyWith(slowly));

const meter = record({
  stepWh: constantFrom(undefined, 1, 10, 1_000),
  hasPower: constantFrom(true, true, false),
});

/** A house whose meter counts what its power was since the last event. */
class House {
  readonly history = new History({ timeZone: "Europe/Helsinki", store: new MemoryStore(memoryMedium()) });
  readonly #meter: Meter;
  readonly #countedWh = [0, 0];
  #powerW = 0;

  constructor(of: Meter) {
    this.#meter = of;
  }

  async happen({ kind, watts, backMs }: Event, afterMs: number, now: Now): Promise<void> {
    const { history } = this;
    const way = this.#powerW < 0 ? 1 : 0;
    this.#countedWh[way] = (this.#countedWh[way] ?? 0) + (Math.abs(this.#powerW) * afterMs) / HOUR;
    const sinceMs = now.monoMs - backMs / 10;
    if (kind === "counter begins again") this.#countedWh.fill(0);
    if (kind === "telegram" || kind === "counter begins again") this.#telegram(watts, now);
    else if (kind === "kept value") history.add({ values: { activePowerImportW: 100 }, at: now, retained: true });
    else if (kind === "value that is gone") history.noValue(["activePowerImportW", "activeEnergyImportWh"], now);
    else if (kind === "saved") await history.save(now);
    else if (kind === "forgotten") history.forget(["activePowerImportW", "activeEnergyImportWh"], sinceMs, now);
    else if (kind === "other zone") history.changeTimeZone(watts > 2_000 ? "Asia/Kolkata" : "Europe/Helsinki");
    else if (kind === "imported" && now.clockSet) {
      const span = { fromMs: now.wallMs - backMs - HOUR, toMs: now.wallMs - backMs, coverage: 1 };
      history.backfill([{ ...span, importWh: Math.abs(watts), exportWh: 10 }], now, () => false);
    }
  }

  #telegram(watts: number, at: Now): void {
    this.#powerW = watts;
    const { stepWh, hasPower } = this.#meter;
    const [importWh, exportWh] = this.#countedWh.map((wh) => Math.floor(wh / (stepWh ?? 1)) * (stepWh ?? 1));
    const values: Values = {
      ...(stepWh !== undefined && { activeEnergyImportWh: importWh ?? 0, activeEnergyExportWh: exportWh ?? 0 }),
      ...(hasPower && { activePowerImportW: Math.max(0, watts), activePowerExportW: Math.max(0, -watts) }),
    };
    this.history.add({ values, at, retained: false });
  }
}

/** Spans that pictures ask for again and again: the month, today, yesterday, the hour, and since some telegram. */
function spansAt({ wallMs }: Now): (readonly [fromMs: number, toMs: number])[] {
  const [day, hour] = [Math.floor(wallMs / DAY) * DAY, Math.floor(wallMs / HOUR) * HOUR];
  return [
    [day - 20 * DAY, wallMs],
    [day, wallMs],
    [day - DAY, day],
    [hour, wallMs],
    [hour - HOUR, hour],
    [NOON.wallMs + 10 * MINUTE, wallMs],
  ];
}

function energies(past: Past, now: Now) {
  return COUNTERS.flatMap((counter) =>
    spansAt(now).map(([from, to]) => past.energy(counter, from, Math.max(from, to))),
  );
}

describe("what one past leaves to the next", () => {
  it("changes no answer, whatever happened in between", async () => {
    await assert(
      asyncProperty(meter, story, async (of, steps) => {
        const house = new House(of);
        const { history } = house;
        let now = NOON;
        for (const { event: what, afterS, stepS, isAsked } of steps) {
          const clockSet = what.kind !== "clock not set" && (what.kind === "clock set" || now.clockSet);
          now = { wallMs: now.wallMs + (afterS + stepS) * 1_000, monoMs: now.monoMs + afterS * 1_000, clockSet };
          await house.happen(what, afterS * 1_000, now);
          const kept = isAsked && history.past(now, 3);
          if (!kept) continue;
          const { series, latest } = history;
          const fresh = new Past(
            { series, latest, writtenUntil: (quantity) => history.writtenUntil(quantity) },
            3,
            now,
          );
          expect(energies(kept, now)).toEqual(energies(fresh, now));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
