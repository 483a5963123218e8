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

/** Runs of a counter's points as they were at one time, see {@link CounterRuns.mark}. */
interface RunsMark {
  readonly runs: number;
  readonly last: RunMark | undefined;
}

/**
 * The runs of a counter's points, in order: a new one where the series changes, or where the counter falls by more than
 * rounding. A value that is repeated, or a little less, is not a point of its own: a counter with few digits, or one that is
 * renewed once an hour and sent every ten seconds, is only right when it steps.
 */
export class CounterRuns {
  readonly #all: CounterRun[] = [];

  constructor(points: Iterable<CounterPoint> = []) {
    for (const point of points) this.add(point);
  }

  get all(): readonly CounterRun[] {
    return this.#all;
  }

  /** Adds the next point. */
  add(point: CounterPoint): void {
    const run = this.#all.at(-1);
    if (run?.takes(point)) run.add(point);
    else this.#all.push(new CounterRun(point));
  }

  /** What is needed to take back the points that are added from now on. */
  mark(): RunsMark {
    return { runs: this.#all.length, last: this.#all.at(-1)?.mark() };
  }

  /** Takes back the points that were added since a mark. */
  takeBack({ runs, last }: RunsMark): void {
    this.#all.length = runs;
    if (last) this.#all.at(-1)?.takeBack(last);
  }
}

/** State of a run beside its steps, and their number. */
interface RunMark {
  readonly steps: number;
  readonly stoodUntilMs: number;
  readonly gapMs: number;
  readonly isFirstPart: boolean;
}

/** A counter that only grows, as far as it is one. */
export class CounterRun {
  /** When it was first seen, and when each step ended; the values then; the longest gap in each step. A step is from one to the next. */
  readonly #atMs: number[];
  readonly #values: number[];
  readonly #gapsMs: number[] = [0];
  readonly #series: number;
  #stoodUntilMs: number;
  #gapMs = 0;
  #isFirstPart = false;

  constructor({ atMs, value, series }: CounterPoint) {
    this.#atMs = [atMs];
    this.#values = [value];
    this.#series = series;
    this.#stoodUntilMs = atMs;
  }

  /** When it was first seen. */
  get fromMs(): number {
    return this.#atMs[0] ?? 0;
  }

  /** When it last stepped; when it was first seen where it never stepped. */
  get steppedMs(): number {
    return this.#atMs.at(-1) ?? 0;
  }

  /** When it last stepped up to an instant; when it was first seen where it had not stepped then. */
  steppedUntil(ms: number): number {
    return this.#atMs[this.stepsUntil(ms)] ?? 0;
  }

  /** Until when it was seen not to change after its last step. */
  get stoodUntilMs(): number {
    return this.#stoodUntilMs;
  }

  /** Number of its steps. */
  get steps(): number {
    return this.#atMs.length - 1;
  }

  /** A step. @param i from 0 on */
  step(i: number): CounterStep {
    return {
      fromMs: this.#atMs[i] ?? 0,
      toMs: this.#atMs[i + 1] ?? 0,
      wh: this.#growth(i, i + 1),
      isPart: i === 0 && this.#isFirstPart,
      gapMs: this.#gapsMs[i + 1] ?? 0,
    };
  }

  /** Steps from one on, before another, as one. */
  stepsTogether(from: number, end: number): Pick<CounterStep, "fromMs" | "toMs" | "wh"> {
    return { fromMs: this.#atMs[from] ?? 0, toMs: this.#atMs[end] ?? 0, wh: this.#growth(from, end) };
  }

  /** Number of the steps that end at an instant or before. */
  stepsUntil(ms: number): number {
    let [low, high] = [0, this.steps];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#atMs[middle + 1] ?? ms) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Tells whether a point is of this run. */
  takes({ value, series }: CounterPoint): boolean {
    const last = this.#values.at(-1) ?? 0;
    return series === this.#series && (value >= last || isSlip(last, value));
  }

  /** Adds the next point. */
  add({ atMs, value }: CounterPoint): void {
    this.#gapMs = Math.max(this.#gapMs, atMs - this.#stoodUntilMs);
    this.#stoodUntilMs = atMs;
    if (value <= (this.#values.at(-1) ?? 0)) {
      this.#isFirstPart ||= this.steps === 0;
      return;
    }
    this.#atMs.push(atMs);
    this.#values.push(value);
    this.#gapsMs.push(this.#gapMs);
    this.#gapMs = 0;
  }

  /** See {@link CounterRuns.mark}. */
  mark(): RunMark {
    return {
      steps: this.steps,
      stoodUntilMs: this.#stoodUntilMs,
      gapMs: this.#gapMs,
      isFirstPart: this.#isFirstPart,
    };
  }

  /** See {@link CounterRuns.takeBack}. */
  takeBack({ steps, stoodUntilMs, gapMs, isFirstPart }: RunMark): void {
    for (const column of [this.#atMs, this.#values, this.#gapsMs]) column.length = steps + 1;
    this.#stoodUntilMs = stoodUntilMs;
    this.#gapMs = gapMs;
    this.#isFirstPart = isFirstPart;
  }

  /** The smallest of its steps without a longer gap, Wh; Infinity where there is none. */
  smallestStep(longestGapMs: number): number {
    let smallest = Infinity;
    for (let i = 0; i < this.steps; i++)
      if ((this.#gapsMs[i + 1] ?? 0) <= longestGapMs) smallest = Math.min(smallest, this.#growth(i, i + 1));
    return smallest;
  }

  #growth(from: number, to: number): number {
    return (this.#values[to] ?? 0) - (this.#values[from] ?? 0);
  }
}

/** The smallest step of some runs, Wh, of those without a longer gap; undefined where there is none. */
export function smallestStep(runs: readonly CounterRun[], longestGapMs = Infinity): number | undefined {
  const smallest = runs.reduce((least, run) => Math.min(least, run.smallestStep(longestGapMs)), Infinity);
  return smallest === Infinity ? undefined : smallest;
}

/**
 * What a counter counts at once, Wh: its steps have one size though they take their time, so it steps as soon as that is
 * used. Undefined where the steps do not show it: a counter that is renewed by the clock may be any amount behind.
 */
export function quantumOf(runs: readonly CounterRun[]): number | undefined {
  const size = smallestStep(runs) ?? 0;
  if (size <= 0) return undefined;
  let [times, shortestMs, longestMs] = [0, Infinity, 0];
  for (const { wh, isPart, fromMs, toMs } of stepsOf(runs)) {
    if (isPart) continue;
    if (!isClose(wh / size, Math.round(wh / size))) return undefined;
    if (!isClose(wh / size, 1)) continue;
    times += 1;
    shortestMs = Math.min(shortestMs, toMs - fromMs);
    longestMs = Math.max(longestMs, toMs - fromMs);
  }
  return times >= 3 && longestMs > 1.25 * shortestMs ? size : undefined;
}

function* stepsOf(runs: readonly CounterRun[]): Generator<CounterStep> {
  for (const run of runs) for (let i = 0; i < run.steps; i++) yield run.step(i);
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}
