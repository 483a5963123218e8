import type { Latest } from "../../history/latest.ts";
import type { Now } from "../../meter/now.ts";
import { PHASE_QUANTITIES, PHASES, type Phase } from "../../meter/phases.ts";
import { knownValue, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";
import { type Direction, phaseDirection } from "./phase-direction.ts";

/** Load of one phase. */
export interface PhaseView extends Trust {
  readonly name: Phase;
  /** Current, amperes, negative while the phase is known to export; absent when the meter does not report it. */
  readonly currentA?: number;
  /** Direction of the power; absent where it is not known, `currentA` is then a magnitude. */
  readonly direction?: Direction;
  /** True for the phase that carries the most of all. */
  readonly isWorst: boolean;
}

/** Part of the view: the currents of the phases. */
export const phases = {
  key: "phases",
  needs: [],
  build: ({ history, now, meter }: PartInput): readonly PhaseView[] => phaseViews(history.latest, meter.phases, now),
} as const;

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
