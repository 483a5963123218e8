import type { Latest } from "../history/latest.ts";
import type { Now } from "../meter/now.ts";
import { PHASE_QUANTITIES, PHASES } from "../meter/quantity.ts";
import { knownValue } from "./known-value.ts";
import { phaseDirection } from "./phase-direction.ts";
import type { BalanceView, PhaseView } from "./view.ts";

/** Share of the main fuse from which a phase is worth a look. */
export const NEAR_FUSE = 0.8;

/** The phases of the meter in order, the most loaded one marked. Current decides, not power. */
export function phaseViews(latest: Latest, phaseCount: 1 | 3, now: Now): PhaseView[] {
  const phases = PHASES.slice(0, phaseCount).map((name): Omit<PhaseView, "isWorst"> => {
    const { value, ...trust } = knownValue(latest, PHASE_QUANTITIES[name].currentA, now);
    if (value === undefined) return { name, ...trust };
    const direction = phaseDirection(latest, name, phaseCount, now);
    const currentA = direction === "export" ? -Math.abs(value) : value;
    return { name, ...trust, currentA, ...(direction && { direction }) };
  });
  const loads = phases.map((phase) => (phase.currentA === undefined ? -1 : Math.abs(phase.currentA)));
  const heaviest = Math.max(...loads);
  const worst = phaseCount === 1 || heaviest <= 0 ? -1 : loads.indexOf(heaviest);
  return phases.map((phase, i) => ({ ...phase, isWorst: i === worst }));
}

/** How the load is spread over the phases. */
export function balanceView(phases: readonly PhaseView[], mainFuseA: number): BalanceView {
  const loads = phases.flatMap((phase) => (phase.currentA === undefined ? [] : [Math.abs(phase.currentA)]));
  if (loads.length === 0) return { level: "unknown" };
  const most = Math.max(...loads);
  const level = most >= mainFuseA ? "over" : most >= NEAR_FUSE * mainFuseA ? "near" : "calm";
  const heaviest = phases.find((phase) => phase.isWorst) ?? phases.find((phase) => phase.currentA !== undefined);
  const worst = heaviest ? { worst: heaviest.name } : {};
  return loads.length < 2 ? { level, ...worst } : { level, ...worst, differenceA: most - Math.min(...loads) };
}
