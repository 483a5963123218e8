import type { FoundMeter } from "./find-meters.ts";

/** Least certainty of a meter that may be the house's; plugs and copies of values have less. */
const LEAST_SURE = 0.5;

/** The meter that is taken, or those of which none is. */
export type Choice =
  | { readonly chosen: FoundMeter }
  | { readonly candidates: readonly FoundMeter[]; readonly reason: string };

/** Takes the only meter that may be the house's. @param known prefixes of other meters, which are none */
export function chooseMeter(found: readonly FoundMeter[], known: readonly string[] = []): Choice {
  const others = found.filter(({ prefix }) => !known.includes(prefix));
  const candidates = others.filter(({ sure }) => sure >= LEAST_SURE);
  const [only, second] = candidates;
  if (only === undefined) return { candidates: others, reason: "no meter was found" };
  if (second === undefined) return { chosen: only };
  return { candidates, reason: `${candidates.length} meters were found, and none is taken` };
}
