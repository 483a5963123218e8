import { isSlip } from "../meter/counter-marks.ts";
import type { CounterPoint } from "./samples.ts";

/** A rise of a counter from the instant at which it had stepped to one value to that at which it stepped to the next. */
export interface CounterStep {
  readonly fromMs: number;
  readonly toMs: number;
  readonly wh: number;
  /** True when the counter already stood at the first value when it was first seen: it may have counted less since. */
  readonly isPart: boolean;
  /** The longest time in it without a point, milliseconds. */
  readonly gapMs: number;
}

/** A counter that only grows, as far as it is one. */
export interface CounterRun {
  readonly fromMs: number;
  readonly steps: readonly CounterStep[];
  /** When it last stepped, and until when it was then seen not to change; when it was first seen where it never stepped. */
  readonly steppedMs: number;
  readonly stoodUntilMs: number;
}

/**
 * The runs of a counter's points, in order: a new one where the series changes, or where the counter falls by more than
 * rounding. A value that is repeated, or a little less, is not a point of its own: a counter with few digits, or one that is
 * renewed once an hour and sent every ten seconds, is only right when it steps.
 */
export function runsOf(points: readonly CounterPoint[]): CounterRun[] {
  const runs: RunInMaking[] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run?.takes(point)) run.add(point);
    else runs.push(new RunInMaking(point));
  }
  return runs;
}

class RunInMaking implements CounterRun {
  readonly fromMs: number;
  readonly steps: CounterStep[] = [];
  steppedMs: number;
  stoodUntilMs: number;
  #value: number;
  #gapMs = 0;
  #isPart = false;
  readonly #series: number;

  constructor({ atMs, value, series }: CounterPoint) {
    this.fromMs = atMs;
    this.steppedMs = atMs;
    this.stoodUntilMs = atMs;
    this.#value = value;
    this.#series = series;
  }

  takes({ value, series }: CounterPoint): boolean {
    return series === this.#series && (value >= this.#value || isSlip(this.#value, value));
  }

  add({ atMs, value }: CounterPoint): void {
    this.#gapMs = Math.max(this.#gapMs, atMs - this.stoodUntilMs);
    this.stoodUntilMs = atMs;
    if (value <= this.#value) this.#isPart ||= this.steps.length === 0;
    else this.#step(atMs, value);
  }

  #step(toMs: number, value: number): void {
    const wh = value - this.#value;
    this.steps.push({ fromMs: this.steppedMs, toMs, wh, isPart: this.#isPart, gapMs: this.#gapMs });
    this.steppedMs = toMs;
    this.#value = value;
    this.#gapMs = 0;
    this.#isPart = false;
  }
}

/** The smallest step of some runs, Wh, of those without a longer gap; undefined where there is none. */
export function smallestStep(runs: readonly CounterRun[], longestGapMs = Infinity): number | undefined {
  const sizes = stepsOf(runs)
    .filter(({ gapMs }) => gapMs <= longestGapMs)
    .map(({ wh }) => wh);
  return sizes.length === 0 ? undefined : Math.min(...sizes);
}

/**
 * What a counter counts at once, Wh: its steps have one size though they take their time, so it steps as soon as that is
 * used. Undefined where the steps do not show it: a counter that is renewed by the clock may be any amount behind.
 */
export function quantumOf(runs: readonly CounterRun[]): number | undefined {
  const size = smallestStep(runs) ?? 0;
  const steps = stepsOf(runs).filter(({ isPart }) => !isPart);
  if (size <= 0 || !steps.every(({ wh }) => isClose(wh / size, Math.round(wh / size)))) return undefined;
  const times = steps.filter(({ wh }) => isClose(wh / size, 1)).map(({ fromMs, toMs }) => toMs - fromMs);
  return times.length >= 3 && Math.max(...times) > 1.25 * Math.min(...times) ? size : undefined;
}

function stepsOf(runs: readonly CounterRun[]): CounterStep[] {
  return runs.flatMap(({ steps }) => steps);
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}
