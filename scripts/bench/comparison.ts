/** Two sides of a comparison as they were measured, in one unit. */
export interface Measured {
  /** Ours divided by the other. */
  readonly ratio: number;
  readonly ours: number;
  readonly other: number;
  readonly unit: string;
}

/** One row of the table: what is divided by what, and the most that the ratio should be. */
export interface Comparison {
  readonly name: string;
  /** Highest ratio that is meant to be. */
  readonly bound: number;
  /** What is divided by what, for a person. */
  readonly what: string;
}

/** Several rows that one measurement gives, in their order. */
export interface Bench {
  readonly rows: readonly Comparison[];
  /** @throws NotHere when something that it is compared with is not on this machine */
  measure(): Promise<readonly Measured[]>;
}

/** Reason why a comparison cannot be made on this machine. */
export class NotHere extends Error {}

/** The middle of numbers, of an even count the mean of the two in the middle. @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}

/** The value that a share of numbers do not exceed. @param values at least one */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

/** Two sides as measured, and their ratio. */
export function measured(ours: number, other: number, unit: string): Measured {
  return { ratio: ours / other, ours, other, unit };
}

type Side = () => number | Promise<number>;

/** Medians of both sides, measured in turn in one run after one round that does not count. */
export async function inTurn(ours: Side, other: Side, rounds: number, unit: string): Promise<Measured> {
  await ours();
  await other();
  const [left, right]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    left.push(await ours());
    right.push(await other());
  }
  return measured(median(left), median(right), unit);
}

/** Processor time that work takes in this process, milliseconds. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Time that work takes, milliseconds. */
export async function wallMs(work: () => unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
