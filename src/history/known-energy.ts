import { CounterRuns } from "./counter-runs.ts";
import { type Energy, type EnergySource, energyBetween, energyOf } from "./energy.ts";
import { POINTS_AROUND_MS } from "./known-samples.ts";
import type { CounterPoint } from "./samples.ts";

/** Energy between two instants, and when the first that is known of it begins and the last ends, milliseconds since 1970. */
export interface KnownEnergy extends Energy {
  /** Absent when nothing is known. */
  readonly firstMs?: number;
  readonly lastMs?: number;
}

/** A counter's points and the runs of them. */
export interface PointSource extends Omit<EnergySource, "power"> {
  readonly points: (fromMs: number, toMs: number) => readonly CounterPoint[];
}

/** Energy of one span. */
export function energyIn(source: EnergySource, fromMs: number, toMs: number): KnownEnergy {
  const sum = energyBetween(source, fromMs, toMs);
  const { firstMs, lastMs } = sum;
  return {
    ...energyOf(sum, fromMs, toMs),
    ...(firstMs !== undefined && { firstMs }),
    ...(lastMs !== undefined && { lastMs }),
  };
}

/** Energy of some spans in order. */
export function energiesIn(
  source: EnergySource & PointSource,
  spans: readonly (readonly [fromMs: number, toMs: number])[],
): KnownEnergy[] {
  const [firstMs, lastMs] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0];
  if (spans.length === 1) return [energyIn(source, firstMs, lastMs)];
  // The points are read once for all of them: each span needs some around it.
  const all = source.points(firstMs, Math.min(lastMs, source.untilMs));
  return spans.map(([fromMs, toMs]) => {
    const first = indexFrom(all, fromMs - POINTS_AROUND_MS);
    const end = indexFrom(all, toMs + POINTS_AROUND_MS);
    const points = all.slice(Math.max(0, first - 1), end + 1);
    return energyIn({ ...source, runs: () => new CounterRuns(points).all }, fromMs, toMs);
  });
}

/** Index of the first of some points that is not before an instant; their number where there is none. */
function indexFrom(points: readonly CounterPoint[], ms: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.atMs ?? ms) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
