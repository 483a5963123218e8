import type { Phase } from "../../meter/phases.ts";
import { NEAR_FUSE } from "../fuse-ruler.ts";
import type { PartInput } from "../part.ts";
import type { AlarmView } from "./alarm.ts";
import type { PhaseView } from "./phases.ts";

/** Spread of the load over the phases; figures are absent where fewer than two phases are known. */
export interface BalanceView {
  readonly worst?: Phase;
  /** Difference between the most and the least loaded phase, amperes. */
  readonly differenceA?: number;
  /**
   * `near`: at 80 % of the fuse or more. `over`: the alarm is on; a phase may be just below its fuse again.
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
  needs: ["phases", "alarm"],
  build: (
    { meter }: PartInput,
    { phases, alarm }: { readonly phases: readonly PhaseView[]; readonly alarm: AlarmView },
  ): BalanceView => {
    const { isOn, sinceMs } = alarm;
    return { ...balanceView(phases, meter.mainFuseA, isOn), ...(sinceMs !== undefined && { overSinceMs: sinceMs }) };
  },
} as const;

/**
 * Spread of the load over the phases.
 * @param isOver true while the alarm is on
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
