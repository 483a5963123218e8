import { PHASE_QUANTITIES, type Phase } from "../../meter/phases.ts";
import { NEAR_FUSE } from "../fuse-ruler.ts";
import { overloadSince } from "../overload.ts";
import type { PartInput } from "../part.ts";
import type { PhaseView } from "./phases.ts";

/** Spread of the load over the phases; figures are absent where fewer than two phases are known. */
export interface BalanceView {
  readonly worst?: Phase;
  /** Difference between the most and the least loaded phase, amperes. */
  readonly differenceA?: number;
  /**
   * `near`: at 80 % of the fuse or more. `over`: the alarm of an overload, which everything that acts on one follows; a
   * phase may be just below its fuse again.
   */
  readonly level: "calm" | "near" | "over" | "unknown";
  /** Beginning of the overload, wall milliseconds; absent while there is none or the clock is not set. */
  readonly overSinceMs?: number;
}

/** Sentences on the load of the phases; `{phase}` is the most loaded one. */
export interface BalanceWords {
  readonly over: string;
  readonly near: string;
  readonly calm: string;
  /** Shown instead of any other while the currents are out of date. */
  readonly stale: string;
}

/** Part of the view: the load of the phases against the main fuse and each other. */
export const balance = {
  key: "balance",
  needs: ["phases"],
  build: (input: PartInput, { phases }: { readonly phases: readonly PhaseView[] }): BalanceView => {
    const beginnings = phases.flatMap(({ name, state }) => (state === "fresh" ? (overSince(name, input) ?? []) : []));
    const view = balanceView(phases, input.meter.mainFuseA, beginnings.length > 0);
    return beginnings.length > 0 && input.now.clockSet ? { ...view, overSinceMs: Math.min(...beginnings) } : view;
  },
} as const;

const MINUTE_MS = 60_000;
/** An overload is looked for this far back, milliseconds. */
const LONGEST_MS = 120 * MINUTE_MS;

/** Beginning of a phase's overload, wall milliseconds; undefined while it has none. */
function overSince(phase: Phase, { history, now, meter }: PartInput): number | undefined {
  const samples = history.recentCurrents.of(phase);
  const loads = samples.map(({ at, currentA }) => ({ atMs: now.wallMs - (now.monoMs - at.monoMs), currentA }));
  const toMs = Math.floor((loads[0]?.atMs ?? now.wallMs) / MINUTE_MS) * MINUTE_MS;
  const past = history.past(now, meter.phases);
  const { currentA } = PHASE_QUANTITIES[phase];
  const minutes = () => past?.buckets(currentA, toMs - LONGEST_MS, toMs, MINUTE_MS) ?? [];
  return overloadSince({ loads, minutes }, meter.mainFuseA, now.wallMs);
}

/**
 * Spread of the load over the phases.
 * @param isOver true while a phase is overloaded, see {@link overloadSince}
 */
export function balanceView(phases: readonly PhaseView[], mainFuseA: number, isOver = false): BalanceView {
  const loads = phases.flatMap((phase) => (phase.currentA === undefined ? [] : [Math.abs(phase.currentA)]));
  if (loads.length === 0) return { level: "unknown" };
  const most = Math.max(...loads);
  const level = isOver ? "over" : most >= NEAR_FUSE * mainFuseA ? "near" : "calm";
  const heaviest = phases.find((phase) => phase.isWorst) ?? phases.find((phase) => phase.currentA !== undefined);
  const worst = heaviest ? { worst: heaviest.name } : {};
  return loads.length < 2 ? { level, ...worst } : { level, ...worst, differenceA: most - Math.min(...loads) };
}
