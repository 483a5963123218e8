import { describe, expect, it } from "vitest";
import { chartScale, stepsOf } from "../../../../src/page/values/chart-scale.ts";
import { NAMED_VIEWS } from "../../../fixtures/views/named-views.ts";

const { chart } = NAMED_VIEWS.find(([name]) => name === "full")![1];

describe("the scale of the day's power", () => {
  it("leaves gaps open: no column stands where nothing is known", () => {
    const plot = { x: 0, y: 0, width: 576, height: 100 };
    const steps = stepsOf([{ meanW: 100 }, null, null, { meanW: 300 }], chart, chartScale(chart, plot, 3));
    expect(steps.map(({ x, width, meanW }) => [x, width, meanW])).toEqual([
      [0, 2, 100],
      [6, 2, 300],
    ]);
  });

  it("averages buckets that share a pixel column", () => {
    const scale = chartScale(chart, { x: 0, y: 0, width: 96, height: 50 }, 3);
    const steps = stepsOf([{ meanW: 100 }, { meanW: 500 }, { meanW: 900 }, { meanW: 50 }], chart, scale);
    expect(steps.reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(3);
    expect(steps[0]?.meanW).toBe(300);
  });

  it("drops what a longer yesterday has beyond the end of the day", () => {
    const shorter = { ...chart, toMs: chart.fromMs + 23 * 3_600_000 };
    const scale = chartScale(shorter, { x: 0, y: 0, width: 552, height: 50 }, 3);
    const buckets = Array.from({ length: 288 }, () => ({ meanW: 100 }));
    expect(Math.max(...stepsOf(buckets, shorter, scale).map(({ x, width }) => x + width))).toBe(552);
  });

  it("has an axis that a quiet night does not fill, and that holds every value", () => {
    const plot = { x: 0, y: 10, width: 100, height: 100 };
    const quiet = chartScale({ ...chart, today: [{ meanW: 200 }], yesterday: [] }, plot, 3);
    expect(quiet.y(200)).toBeGreaterThan(plot.y + 80);
    const wide = chartScale({ ...chart, today: [{ meanW: 9_300 }, { meanW: -4_100 }], yesterday: [] }, plot, 3);
    expect(wide.y(9_300)).toBeGreaterThanOrEqual(plot.y);
    expect(wide.y(-4_100)).toBeLessThanOrEqual(plot.y + plot.height);
    expect(wide.ticksW).toContain(0);
  });
});
