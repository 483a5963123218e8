import { nice, ticks } from "d3-array";
import type { Box } from "../../draw/box.ts";
import type { ChartView } from "../../view/parts/chart.ts";
import type { ChartBucket } from "../../view/parts/settled-buckets.ts";

/** Least top of the axis: a night of 200 W must not look like a day of saunas. */
const LEAST_TOP_W = 2_000;

/** Places of powers and instants in a plot. */
export interface ChartScale {
  /** Powers at the grid lines, watts. */
  readonly ticksW: readonly number[];
  /** y of a power, the top edge of its pixel row. */
  y(powerW: number): number;
  /** x of an instant, the left edge of its pixel column. */
  x(atMs: number): number;
}

/** A scale that holds every bucket of today and yesterday, zero, and round grid lines. */
export function chartScale(chart: ChartView, plot: Box, tickCount: number): ChartScale {
  const powers = [...chart.today, ...chart.yesterday].flatMap((bucket) => (bucket ? [bucket.meanW] : []));
  const [low, high] = nice(Math.min(0, ...powers), Math.max(LEAST_TOP_W, ...powers), tickCount);
  const perWatt = plot.height / (high - low);
  const perMs = plot.width / (chart.toMs - chart.fromMs);
  return {
    ticksW: ticks(low, high, tickCount),
    y: (powerW) => plot.y + Math.round((high - powerW) * perWatt),
    x: (atMs) => plot.x + Math.round((atMs - chart.fromMs) * perMs),
  };
}

/** One column of a step chart: pixels from x to the next, its mean power. */
export interface Step {
  readonly x: number;
  readonly width: number;
  readonly meanW: number;
}

/** Buckets as pixel columns; those that share a column are averaged, gaps stay gaps. */
export function stepsOf(buckets: readonly (ChartBucket | null)[], chart: ChartView, scale: ChartScale): Step[] {
  const steps: (Step & { count: number })[] = [];
  buckets.forEach((bucket, i) => {
    const startMs = chart.fromMs + i * chart.bucketMs;
    if (!bucket || startMs >= chart.toMs) return; // yesterday may have had an hour more
    const x = scale.x(startMs);
    const width = Math.max(1, scale.x(chart.fromMs + (i + 1) * chart.bucketMs) - x);
    const last = steps.at(-1);
    if (last?.x === x) {
      const count = last.count + 1;
      steps[steps.length - 1] = { x, width, count, meanW: last.meanW + (bucket.meanW - last.meanW) / count };
    } else steps.push({ x, width, count: 1, meanW: bucket.meanW });
  });
  return steps;
}
