import { CounterRuns } from "./counter-runs.ts";
import type { Standing } from "./key-tiers.ts";
import type { CounterPoint } from "./samples.ts";

/** Spans of counters of which the runs are kept at once: some of each counter and meter; the oldest go first. */
const MAX_KEPT = 16;

/** Request for the runs of a counter from an instant until now. */
interface RunsRequest {
  readonly key: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** From where on points are read, and from where on by minutes: what was read otherwise is not the same. */
  readonly firstMs: number;
  readonly minutesFromMs: number;
  readonly standing: Standing;
  /** Reads all points, and those from an instant on. */
  readonly readAll: () => Iterable<CounterPoint>;
  readonly readFrom: (fromMs: number) => Iterable<CounterPoint>;
}

interface Kept {
  readonly runs: CounterRuns;
  readonly minutesFromMs: number;
  /** True when all points were read by minutes. */
  readonly isByMinutes: boolean;
  readonly revision: number;
  /** Points before this are in the runs for good. */
  readonly settledMs: number;
  readonly untilMs: number;
  /** State of the runs before the points that may still change. */
  readonly mark: ReturnType<CounterRuns["mark"]>;
}

/**
 * Runs of counters from an instant until now. They go on with the points that come, so that each is read once, and are read from the start
 * again when something before changed, when the clock went back, and where they reach further back than minutes, every quarter of an hour.
 */
export class KeptRuns {
  readonly #kept = new Map<string, Kept>();

  /** The runs of a counter; the caller's until the next call. */
  runs(request: RunsRequest): CounterRuns {
    const { key, fromMs, untilMs, minutesFromMs, standing } = request;
    const id = `${key} ${fromMs}`;
    const kept = this.#kept.get(id);
    const holds = kept !== undefined && isSame(kept, request);
    if (holds) kept.runs.takeBack(kept.mark);
    const runs = holds ? kept.runs : new CounterRuns();
    const settledMs = Math.min(standing.settledMs, untilMs);
    const open: CounterPoint[] = [];
    for (const point of holds ? request.readFrom(kept.settledMs) : request.readAll())
      if (point.atMs < settledMs) runs.add(point);
      else open.push(point);
    const isByMinutes = holds ? kept.isByMinutes : areMinutes(runs, request);
    const { revision } = standing;
    this.#keep(id, { runs, minutesFromMs, isByMinutes, revision, settledMs, untilMs, mark: runs.mark() });
    for (const point of open) runs.add(point);
    return runs;
  }

  #keep(id: string, kept: Kept): void {
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Tells whether what is kept is what would be read now, up to where it is settled. */
function isSame(kept: Kept, { fromMs, firstMs, untilMs, minutesFromMs, standing }: RunsRequest): boolean {
  const isReadAlike = kept.minutesFromMs === minutesFromMs || (kept.isByMinutes && firstMs >= minutesFromMs);
  // What is around the beginning was read then.
  return isReadAlike && kept.revision === standing.revision && kept.untilMs <= untilMs && kept.settledMs > fromMs;
}

/** Tells whether all settled points are minutes: none before the first instant was needed. */
function areMinutes({ all: [run] }: CounterRuns, { fromMs, firstMs, minutesFromMs }: RunsRequest): boolean {
  return firstMs >= minutesFromMs && run !== undefined && run.fromMs >= firstMs && run.fromMs <= fromMs;
}
