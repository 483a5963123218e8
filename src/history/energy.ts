import { type CounterRun, type CounterStep, quantumOf, runsOf, smallestStep } from "./counter-runs.ts";
import type { CounterPoint, PowerSample } from "./samples.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two points of a counter that are further apart than this, its difference is spread: an hourly list and a quarter. */
const REACH_MS = 75 * MINUTE_MS;
/** A span of which this much is known is known as a whole: a day to its last half hour. */
export const WHOLE = 0.98;
/** A counter with steps no larger than this is as exact as the figures that are drawn: tenths of a kWh. */
const FINE_WH = 100;
/** A sum of which less is known is not shown. */
export const LEAST_COVERAGE = 0.5;

/** Source of one direction's energy. */
export interface EnergySource {
  /** Nothing is known after this. */
  readonly untilMs: number;
  /** The counter's points between two instants and around them, as far as the steps reach in which the instants lie; in order. */
  readonly points: (fromMs: number, toMs: number) => readonly CounterPoint[];
  /** The power that held at any time between two instants. */
  readonly power: (fromMs: number, toMs: number) => Iterable<PowerSample>;
}

/** Energy of a span as far as it is known. Sums of adjacent spans add up. */
export interface EnergySum {
  readonly wh: number;
  /** Part of the span that the sum rests on, and the part of that which rests on the counter, milliseconds. */
  readonly knownMs: number;
  readonly countedMs: number;
  /** Part of `knownMs` over which a difference of the counter, or the mean power of a day, is spread evenly, for want of anything closer. */
  readonly spreadMs: number;
  /** When the first that is known begins, and the last ends; undefined when nothing is. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

/** Energy of one direction between two instants. */
export interface Energy {
  /** Watt hours; absent when less than half of the span is known. */
  readonly wh?: number;
  /** Share of the span that the figure rests on, 0 to 1. */
  readonly coverage: number;
  /** The part of `coverage` that is an even share of a longer time of which the energy is known, a gap or an old day; absent for none. */
  readonly spread?: number;
  /** Source of most of it. `counter`: differences of the meter's register. `integrated`: power while it held. */
  readonly method: "counter" | "integrated" | "absent";
}

/** Energy of a span by what is known of it. */
export function energyOf({ wh, knownMs, countedMs, spreadMs }: EnergySum, fromMs: number, toMs: number): Energy {
  const coverage = toMs > fromMs ? Math.min(1, knownMs / (toMs - fromMs)) : 0;
  const spread = spreadMs > 0 ? { spread: Math.min(coverage, spreadMs / (toMs - fromMs)) } : {};
  if (coverage < LEAST_COVERAGE) return { coverage, ...spread, method: "absent" };
  return { wh, coverage, ...spread, method: countedMs * 2 >= knownMs ? "counter" : "integrated" };
}

/**
 * What is known of the energy between two instants: by the counter between two points of one series, by power before
 * its first point, after its last step and between two series.
 */
export function energyBetween(source: EnergySource, fromMs: number, toMs: number): EnergySum {
  const untilMs = Math.min(toMs, source.untilMs);
  const runs = runsOf(source.points(fromMs, untilMs));
  let sum = NOTHING;
  const addPart = (partFromMs: number, partToMs: number, between: (fromMs: number, toMs: number) => EnergySum) => {
    const [startMs, endMs] = [Math.max(fromMs, partFromMs), Math.min(untilMs, partToMs)];
    if (endMs > startMs) sum = added(sum, between(startMs, endMs));
  };
  addPart(-Infinity, runs[0]?.fromMs ?? Infinity, (from, to) => powerBetween(source, from, to));
  for (const [i, run] of runs.entries()) {
    for (const step of run.steps) {
      if (step.toMs <= fromMs || step.fromMs >= untilMs) continue;
      addPart(step.fromMs, step.toMs, (from, to) => inStep(source, step, from, to));
    }
    addPart(run.steppedMs, runs[i + 1]?.fromMs ?? Infinity, (from, to) => afterSteps(source, run, runs, from, to));
  }
  return sum;
}

const NOTHING: EnergySum = { wh: 0, knownMs: 0, countedMs: 0, spreadMs: 0, firstMs: undefined, lastMs: undefined };

function added(a: EnergySum, b: EnergySum): EnergySum {
  return {
    wh: a.wh + b.wh,
    knownMs: a.knownMs + b.knownMs,
    countedMs: a.countedMs + b.countedMs,
    spreadMs: a.spreadMs + b.spreadMs,
    firstMs: a.firstMs ?? b.firstMs,
    lastMs: b.lastMs ?? a.lastMs,
  };
}

/** Energy within a step: its share by power where that is known all the while, else by a straight line. */
function inStep(source: EnergySource, step: CounterStep, fromMs: number, toMs: number): EnergySum {
  const [spanMs, lengthMs] = [toMs - fromMs, step.toMs - step.fromMs];
  const isWhole = spanMs === lengthMs;
  if (isWhole && !step.isPart) return known({ wh: step.wh, countedMs: spanMs }, fromMs, toMs);
  const power = powerBetween(source, step.fromMs, step.toMs);
  const isPowered = power.knownMs >= WHOLE * lengthMs;
  const part = powerBetween(source, fromMs, toMs);
  const share = isPowered && power.wh > 0 ? part.wh / power.wh : spanMs / lengthMs;
  if (step.isPart && isPowered) return known({ wh: share * Math.min(step.wh, power.wh) }, fromMs, toMs);
  const wh = share * step.wh;
  // A day of a counter that comes once a day is known as such, though not to the second.
  if (isPowered) return known({ wh, countedMs: spanMs, spreadMs: part.spreadMs }, fromMs, toMs);
  const isSpread = spanMs < WHOLE * lengthMs && step.gapMs > REACH_MS;
  return known({ wh, countedMs: spanMs, spreadMs: isSpread ? spanMs : 0 }, fromMs, toMs);
}

/** Energy after a run's last step: by power, but while it was seen not to change no more than would have made it step. */
function afterSteps(
  source: EnergySource,
  run: CounterRun,
  runs: readonly CounterRun[],
  fromMs: number,
  toMs: number,
): EnergySum {
  const stoodToMs = Math.max(fromMs, Math.min(toMs, run.stoodUntilMs));
  return added(whileStanding(source, run, runs, fromMs, stoodToMs), powerBetween(source, stoodToMs, toMs));
}

function whileStanding(
  source: EnergySource,
  { steppedMs, stoodUntilMs }: CounterRun,
  runs: readonly CounterRun[],
  fromMs: number,
  toMs: number,
): EnergySum {
  if (toMs === fromMs) return NOTHING;
  const power = powerBetween(source, fromMs, toMs);
  const quantumWh = quantumOf(runs) ?? Infinity;
  const all = quantumWh === Infinity ? 0 : powerBetween(source, steppedMs, stoodUntilMs).wh;
  const wh = all > quantumWh ? (power.wh * quantumWh) / all : power.wh;
  // A coarse counter that does not change may have counted anything below its next step, unless power shows it; a fine one nothing.
  // What it counted over a gap, or over a day that is read as a whole, does not show how coarse it is.
  if ((smallestStep(runs, REACH_MS) ?? 0) > FINE_WH) return { ...power, wh };
  return { ...known({ wh }, fromMs, toMs), countedMs: toMs - fromMs - power.knownMs + power.countedMs };
}

function known(
  { wh, countedMs = 0, spreadMs = 0 }: { wh: number; countedMs?: number; spreadMs?: number },
  fromMs: number,
  toMs: number,
): EnergySum {
  return { wh, knownMs: toMs - fromMs, countedMs, spreadMs, firstMs: fromMs, lastMs: toMs };
}

/** Energy by power alone: each value counts while it held. A part of one that stands for hours is an even share of them. */
function powerBetween(source: EnergySource, fromMs: number, toMs: number): EnergySum {
  let [wh, knownMs, countedMs, spreadMs, firstMs, lastMs] = [0, 0, 0, 0, Infinity, -Infinity];
  for (const { atMs, holdsMs, powerW, isCounted } of source.power(fromMs, toMs)) {
    const [startMs, endMs] = [Math.max(fromMs, atMs), Math.min(toMs, atMs + holdsMs)];
    if (endMs <= startMs) continue;
    wh += (powerW * (endMs - startMs)) / HOUR_MS;
    knownMs += endMs - startMs;
    if (isCounted) countedMs += endMs - startMs;
    if (holdsMs > REACH_MS && endMs - startMs < WHOLE * holdsMs) spreadMs += endMs - startMs;
    firstMs = Math.min(firstMs, startMs);
    lastMs = Math.max(lastMs, endMs);
  }
  if (knownMs === 0) return NOTHING;
  return { wh, knownMs: Math.min(knownMs, toMs - fromMs), countedMs, spreadMs, firstMs, lastMs };
}
