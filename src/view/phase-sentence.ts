import type { View } from "./view.ts";
import { fill, type Words } from "./words/words.ts";

/** The sentence on the load of the phases; empty while nothing is known of it. */
export function phaseSentence({ phases, balance }: Pick<View, "phases" | "balance">, words: Words): string {
  const { worst, level } = balance;
  if (level === "unknown") return "";
  if (phases.some(({ state }) => state === "stale" || state === "retained")) return words.phasesStale;
  if (level === "calm" || !worst) return words.phaseCalm;
  return fill(level === "over" ? words.phaseOver : words.phaseNear, { phase: worst });
}
