import { expect, it } from "vitest";
import { TIERS } from "../../../src/history/key-tiers.ts";
import { METER_SERIES } from "../../../src/history/meter-series.ts";
import { Series } from "../../../src/history/series.ts";
import { NOON_MS } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
const STEPS = { minute: MINUTE, quarter: 15 * MINUTE, day: 24 * 60 * MINUTE };
const DAY = STEPS.day;
const PHASES = ["L1", "L2", "L3"];
const KEYS = [
  ...["Import", "Export"].flatMap((way) =>
    ["activePower", "reactivePower"].flatMap((power) =>
      ["", ...PHASES].map((phase) => `${power}${way}${phase}${power === "activePower" ? "W" : "Var"}`),
    ),
  ),
  ...PHASES.flatMap((phase) => [`current${phase}A`, `voltage${phase}V`]),
  ...["Import", "Export"].flatMap((way) => [`activeEnergy${way}Wh`, `reactiveEnergy${way}Varh`]),
];

it("of a meter of 26 quantities takes less than 10 MB after 480 days", () => {
  const before = process.memoryUsage().arrayBuffers;
  const series = new Series(METER_SERIES, "UTC");
  series.advance(NOON_MS);
  for (const key of KEYS) {
    const isCounter = series.kindOf(key) === "counter";
    series.restore({ tier: "first", key, startMs: NOON_MS - 480 * DAY, values: [] }, NOON_MS);
    for (const tier of TIERS) {
      const days = tier === "minute" ? 10 : 480;
      for (let startMs = NOON_MS - (NOON_MS % DAY) - days * DAY; startMs <= NOON_MS; startMs += STEPS[tier]) {
        const values = isCounter ? [startMs + 7_000, startMs / DAY, 0] : [startMs, STEPS[tier], 1.5, 1, 2];
        series.restore({ tier, key, startMs, values }, NOON_MS);
      }
    }
  }
  expect(KEYS).toHaveLength(26);
  expect(KEYS.filter((key) => series.kindOf(key) === undefined)).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10e6);
  // What is asked of it is there: minutes of eight days, quarters of 62 days, and of fourteen months where energy needs them.
  const isKept = (key: string, tier: keyof typeof STEPS, days: number) =>
    series.gauge(key, { tier, slot: Math.floor((NOON_MS - days * DAY) / STEPS[tier]) }) !== undefined;
  expect(isKept("voltageL1V", "minute", 8)).toBe(true);
  expect(isKept("voltageL1V", "quarter", 62)).toBe(true);
  expect(isKept("activePowerImportW", "quarter", 427)).toBe(true);
  expect(isKept("voltageL1V", "day", 480)).toBe(true);
  const points = series.points("activeEnergyImportWh", NOON_MS - 426 * DAY, NOON_MS - 425 * DAY, NOON_MS);
  expect(points).toHaveLength(96);
});
