import type { Past } from "../history/past.ts";
import { type EnergyView, wholeSpan } from "./energy-span.ts";
import type { PartInput } from "./part.ts";
import { ENERGIES, type SettledBuckets, settledBuckets, settledFor } from "./parts/settled-buckets.ts";

/** Energy of a span of time; empty where it is not known from its start to its end. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly energy: EnergyView;
}

/** Beginning and end of a span, wall milliseconds. */
export type Edges = readonly [fromMs: number, toMs: number];

/** Spans of which no telegram changes anything any more, by their beginnings. */
export type SettledSpans = SettledBuckets<Span>;

/** The energy of spans that are over. What is settled is not computed again. @param spans no two with one beginning */
export function spansOf(past: Past, spans: readonly Edges[], input: PartInput, before?: SettledSpans): Span[] {
  const settled = settledFor(before, input, ENERGIES);
  return spans.map(([fromMs, toMs]) => {
    const known = settled.get(fromMs);
    return known?.toMs === toMs ? known : { fromMs, toMs, energy: wholeSpan(past, fromMs, toMs) ?? {} };
  });
}

/** Memory of spans for the next view; undefined while the clock is not set. */
export function rememberSpans(spans: readonly Span[], input: PartInput): SettledSpans | undefined {
  if (!input.now.clockSet) return undefined;
  const buckets = spans.map((bucket) => ({ startMs: bucket.fromMs, endMs: bucket.toMs, bucket }));
  return settledBuckets(buckets, input, ENERGIES);
}
