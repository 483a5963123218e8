import { fill } from "./fill.ts";
import type { BalanceWords } from "./parts/balance.ts";
import type { View } from "./view.ts";

/** The sentence on the load of the phases; empty while nothing is known of it. */
export function phaseSentence({ phases, balance }: Pick<View, "phases" | "balance">, words: BalanceWords): string {
  const { worst, level } = balance;
  if (level === "unknown") return "";
  if (phases.some(({ state }) => state === "stale" || state === "retained")) return words.stale;
  if (level === "calm" || !worst) return words.calm;
  return fill(words[level], { phase: worst });
}
