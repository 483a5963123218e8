import { type CounterRun, type CounterStep, quantumOf, smallestStep } from "./counter-runs.ts";
import { added, type EnergySum, NOTHING, REACH_MS, WHOLE } from "./energy-sum.ts";

/** A counter with steps no larger than this is as exact as the figures that are drawn: tenths of a kWh. */
const FINE_WH = 100;
/** A sum of which less is known is not shown. */
export const LEAST_COVERAGE = 0.5;

/** Source of one direction's energy. */
export interface EnergySource {
  /** Nothing is known after this. */
  readonly untilMs: number;
  /** The runs of the counter's points between two instants and around them, as far as the steps reach in which the instants lie. */
  readonly runs: (fromMs: number, toMs: number) => readonly CounterRun[];
  /** Energy between two instants by power alone. */
  readonly power: (fromMs: number, toMs: number) => EnergySum;
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
  const runs = source.runs(fromMs, untilMs);
  let sum = NOTHING;
  const addPart = (partFromMs: number, partToMs: number, between: (fromMs: number, toMs: number) => EnergySum) => {
    const [startMs, endMs] = [Math.max(fromMs, partFromMs), Math.min(untilMs, partToMs)];
    if (endMs > startMs) sum = added(sum, between(startMs, endMs));
  };
  addPart(-Infinity, runs[0]?.fromMs ?? Infinity, source.power);
  for (const [i, run] of runs.entries()) {
    for (let nth = run.stepsUntil(fromMs); nth < run.steps; ) {
      const step = run.step(nth);
      if (step.fromMs >= untilMs) break;
      const whole = step.isPart || step.fromMs < fromMs ? 0 : run.stepsUntil(untilMs) - nth;
      if (whole > 0) sum = added(sum, wholeSteps(run.stepsTogether(nth, nth + whole)));
      else addPart(step.fromMs, step.toMs, (from, to) => inStep(source, step, from, to));
      nth += Math.max(1, whole);
    }
    addPart(run.steppedMs, runs[i + 1]?.fromMs ?? Infinity, (from, to) => afterSteps(source, run, runs, from, to));
  }
  return sum;
}

/** Energy of steps of a counter one after another: what it grew by. */
function wholeSteps({ fromMs, toMs, wh }: Pick<CounterStep, "fromMs" | "toMs" | "wh">): EnergySum {
  return known({ wh, countedMs: toMs - fromMs }, fromMs, toMs);
}

/** Energy within a step that is not whole: its share by power where that is known all the while, else by a straight line. */
function inStep(source: EnergySource, step: CounterStep, fromMs: number, toMs: number): EnergySum {
  const [spanMs, lengthMs] = [toMs - fromMs, step.toMs - step.fromMs];
  const power = source.power(step.fromMs, step.toMs);
  const isPowered = power.knownMs >= WHOLE * lengthMs;
  const part = source.power(fromMs, toMs);
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
  return added(whileStanding(source, run, runs, fromMs, stoodToMs), source.power(stoodToMs, toMs));
}

function whileStanding(
  source: EnergySource,
  { steppedMs, stoodUntilMs }: CounterRun,
  runs: readonly CounterRun[],
  fromMs: number,
  toMs: number,
): EnergySum {
  if (toMs === fromMs) return NOTHING;
  const power = source.power(fromMs, toMs);
  const quantumWh = quantumOf(runs) ?? Infinity;
  const all = quantumWh === Infinity ? 0 : source.power(steppedMs, stoodUntilMs).wh;
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
