import { PHASE_QUANTITIES, type Phase } from "../../meter/phases.ts";
import { NEAR_FUSE } from "../fuse-ruler.ts";
import type { PartInput } from "../part.ts";
import type { PhaseView } from "./phases.ts";

/** Spread of the load over the phases; figures are absent where fewer than two phases are known. */
export interface BalanceView {
  readonly worst?: Phase;
  /** Difference between the most and the least loaded phase, amperes. */
  readonly differenceA?: number;
  /** `near`: at 80 % of the fuse or more. `over`: at the fuse or more. */
  readonly level: "calm" | "near" | "over" | "unknown";
  /** Beginning of the overload, wall milliseconds; absent unless a phase is over the fuse, or while the clock is not set. */
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
    const view = balanceView(phases, input.meter.mainFuseA);
    const overSinceMs = view.level === "over" ? overSince(view, input) : undefined;
    return overSinceMs === undefined ? view : { ...view, overSinceMs };
  },
} as const;

const MINUTE_MS = 60_000;
/** An overload is looked for this far back, milliseconds. */
const LONGEST_MS = 120 * MINUTE_MS;

/** The first of the minutes without a break that brought the most loaded phase over the fuse. */
function overSince({ worst }: BalanceView, { history, now, meter }: PartInput): number | undefined {
  const past = history.past(now, meter.phases);
  if (!past || !worst) return undefined;
  const fromMs = Math.floor((now.wallMs - LONGEST_MS) / MINUTE_MS) * MINUTE_MS;
  const minutes = past.buckets(PHASE_QUANTITIES[worst].currentA, fromMs, now.wallMs, MINUTE_MS);
  const before = minutes.slice(0, -1).findLastIndex(({ max }) => Math.abs(max ?? 0) < meter.mainFuseA);
  return minutes[before + 1]?.fromMs;
}

/** Spread of the load over the phases. */
export function balanceView(phases: readonly PhaseView[], mainFuseA: number): BalanceView {
  const loads = phases.flatMap((phase) => (phase.currentA === undefined ? [] : [Math.abs(phase.currentA)]));
  if (loads.length === 0) return { level: "unknown" };
  const most = Math.max(...loads);
  const level = most >= mainFuseA ? "over" : most >= NEAR_FUSE * mainFuseA ? "near" : "calm";
  const heaviest = phases.find((phase) => phase.isWorst) ?? phases.find((phase) => phase.currentA !== undefined);
  const worst = heaviest ? { worst: heaviest.name } : {};
  return loads.length < 2 ? { level, ...worst } : { level, ...worst, differenceA: most - Math.min(...loads) };
}
