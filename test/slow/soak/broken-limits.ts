import type { Panel, RefreshKind } from "../../../src/panel/panel.ts";

/** A refresh that a panel did. */
export interface DoneRefresh {
  /** First use of the wires for it, milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly kind: RefreshKind;
}

const HOUR_MS = 3_600_000;
/** A full refresh that is due waits for the next picture, and for its own interval. */
const LATE_MS = HOUR_MS;

/** Sentences about every limit of a panel's health that its refreshes broke; found from what reached the panel alone. */
export function brokenLimits({ health }: Panel, refreshes: readonly DoneRefresh[]): string[] {
  const broken: string[] = [];
  let [fullMs, lastMs]: (number | undefined)[] = [];
  let lesser: { readonly firstMs: number; readonly count: number } | undefined;
  for (const { atMs, kind } of refreshes) {
    const isFull = kind === "full" || kind === "grey4";
    const since = (beforeMs: number | undefined) => atMs - (beforeMs ?? Number.NEGATIVE_INFINITY);
    const rules: [isBroken: boolean, rule: string][] = isFull
      ? [
          [since(fullMs) < health.minFullIntervalMs, "full too soon"],
          [fullMs !== undefined && since(fullMs) > health.maxFullAgeMs + LATE_MS, "no full for more than a day"],
        ]
      : [
          [fullMs === undefined, "the first is not full"],
          [kind === "fast" && since(lastMs) < health.minFastIntervalMs, "fast too soon"],
          [kind === "partial" && since(lastMs) < health.minPartialIntervalMs, "partial too soon"],
          [(lesser?.count ?? 0) >= health.maxPartialsInARow, "too many in a row"],
          [lesser !== undefined && since(lesser.firstMs) >= health.maxPartialAgeMs, "the first in a row is too old"],
        ];
    for (const [isBroken, rule] of rules) if (isBroken) broken.push(`${new Date(atMs).toISOString()} ${kind}: ${rule}`);
    lastMs = atMs;
    if (isFull) [fullMs, lesser] = [atMs, undefined];
    else lesser = { firstMs: lesser?.firstMs ?? atMs, count: (lesser?.count ?? 0) + 1 };
  }
  return broken;
}
