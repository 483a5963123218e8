import type { Latest } from "../../history/latest.ts";
import type { Now } from "../../meter/now.ts";
import { PHASE_QUANTITIES, PHASES, type Phase } from "../../meter/phases.ts";
import { NEAR_FUSE } from "../fuse-ruler.ts";
import { extremesOfInterval, intervalOf } from "../interval.ts";
import { knownValue, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";
import { steadyValues } from "../steady.ts";
import type { AlarmView } from "./alarm.ts";
import { type Direction, phaseDirection } from "./phase-direction.ts";

/** Load of one phase. */
export interface PhaseView extends Trust {
  readonly name: Phase;
  /** Current, amperes, negative while the phase is known to export; absent when the meter does not report it. */
  readonly currentA?: number;
  /** Minutes of which `currentA` is the highest, on a display that is renewed slowly; absent where it is the current now. */
  readonly highestOfMinutes?: number;
  /** Direction of the power; absent where it is not known, `currentA` is then a magnitude. */
  readonly direction?: Direction;
  /** True for the phase that carries the most of all. */
  readonly isWorst: boolean;
}

/** Currents as last shown, amperes. */
type ShownCurrents = Partial<Record<Phase, number>>;

/**
 * Part of the view: the currents of the phases. It remembers them as last shown, so that their last digit is steady far
 * from the fuse.
 */
export const phases = {
  key: "phases",
  needs: ["alarm"],
  build: (
    input: PartInput,
    { alarm }: { readonly alarm: AlarmView },
    before: ShownCurrents = {},
  ): readonly PhaseView[] => {
    const { history, now, meter } = input;
    const present = phaseViews(history.latest, meter.phases, now);
    const minutes = intervalOf(input);
    if (minutes === undefined) return alarm.isOn ? present : steadyPhases(present, before, meter.mainFuseA);
    const past = history.past(now, meter.phases);
    const highest = present.map((phase): PhaseView => {
      const extremes = extremesOfInterval(past, PHASE_QUANTITIES[phase.name].currentA, now.wallMs, minutes);
      return extremes && phase.state === "fresh" ? { ...highestOf(phase, extremes), highestOfMinutes: minutes } : phase;
    });
    return steadyPhases(highest, before, meter.mainFuseA);
  },
  remember: (value: readonly PhaseView[]): ShownCurrents =>
    Object.fromEntries(
      value.flatMap(({ name, state, currentA }) =>
        state === "fresh" && currentA !== undefined ? [[name, currentA]] : [],
      ),
    ),
} as const;

/** The phases with the currents last shown where they have hardly moved, below the share of the fuse that is near it. */
function steadyPhases(present: readonly PhaseView[], before: ShownCurrents, mainFuseA: number): PhaseView[] {
  const shown = present.map((phase): PhaseView => {
    const { currentA, direction, ...rest } = phase;
    const isFar = currentA !== undefined && Math.abs(currentA) < NEAR_FUSE * mainFuseA;
    if (!isFar || phase.state !== "fresh") return phase;
    const drawn = steadyValues({ ...rest, currentA }, { currentA: before[phase.name] });
    // A current whose sign flickers about zero has the direction of what is drawn.
    const isOut = drawn.currentA < 0;
    const towards = isOut ? "export" : direction === "export" ? undefined : direction;
    return { ...drawn, ...(towards && { direction: towards }) };
  });
  return withWorst(shown);
}

/** The phases of the meter in order, the most loaded one marked. Current decides, not power. */
export function phaseViews(latest: Latest, phaseCount: 1 | 3, now: Now): PhaseView[] {
  const phases = PHASES.slice(0, phaseCount).map((name): Omit<PhaseView, "isWorst"> => {
    const { value, ...trust } = knownValue(latest, PHASE_QUANTITIES[name].currentA, now);
    if (value === undefined) return { name, ...trust };
    const direction = phaseDirection(latest, name, phaseCount, now);
    const currentA = direction === "export" ? -Math.abs(value) : value;
    return { name, ...trust, currentA, ...(direction && { direction }) };
  });
  return withWorst(phases);
}

/** The same phases, the one that carries the most of several marked. */
function withWorst(phases: readonly Omit<PhaseView, "isWorst">[]): PhaseView[] {
  const loads = phases.map((phase) => (phase.currentA === undefined ? -1 : Math.abs(phase.currentA)));
  const heaviest = Math.max(...loads);
  const worst = phases.length === 1 || heaviest <= 0 ? -1 : loads.indexOf(heaviest);
  return phases.map((phase, i) => ({ ...phase, isWorst: i === worst }));
}

/** A phase with the highest current of an interval in place of the present one. */
function highestOf(phase: PhaseView, { min, max }: { readonly min: number; readonly max: number }): PhaseView {
  const { direction, ...rest } = phase;
  if (min < 0) {
    const currentA = max >= -min ? max : min;
    return { ...rest, currentA, direction: currentA < 0 ? "export" : "import" };
  }
  // Of currents without a sign the direction is that of now: what flowed out may have been less than the highest.
  return { ...rest, currentA: max, ...(direction === "import" && { direction }) };
}
