import type { Latest } from "../../history/latest.ts";
import { netWayOfPhase } from "../../history/net-ways.ts";
import type { Now } from "../../meter/now.ts";
import { PHASE_QUANTITIES, PHASES, type Phase } from "../../meter/phases.ts";
import type { Quantity } from "../../meter/quantity.ts";
import { knownValue } from "../known-value.ts";
import type { PartInput } from "../part.ts";
import { steadyValues } from "../steady.ts";

/** What a phase carries beside its current; a figure is absent unless it is fresh. */
export interface PhaseNow {
  readonly name: Phase;
  readonly voltageV?: number;
  /** Active power, watts, negative while it goes out. */
  readonly powerW?: number;
  /** Reactive power, var, negative while it goes out. */
  readonly reactiveVar?: number;
}

/** The phases beside their currents, and what they make together. */
export interface PhaseNowView {
  readonly phases: readonly PhaseNow[];
  /** Active to apparent power of the whole meter, 0 to 1; absent where reactive power is not known or nothing flows. */
  readonly powerFactor?: number;
  /** Frequency of the grid. */
  readonly frequencyHz?: number;
}

/** Part of the view: voltage and power of each phase now, and the power factor. It remembers them, so that their last digits are steady. */
export const phaseNow = {
  key: "phaseNow",
  needs: [],
  build: ({ history, now, meter }: PartInput, _needed: object, before?: PhaseNowView): PhaseNowView =>
    steadyPhaseNow(phaseNowView(history.latest, meter.phases, now), before),
  remember: (value: PhaseNowView): PhaseNowView => value,
} as const;

/** Voltage and power of the phases, and the power factor, as far as they are fresh. */
export function phaseNowView(latest: Latest, phaseCount: 1 | 3, now: Now): PhaseNowView {
  const fresh = (quantity: Quantity): number | undefined => {
    const { state, value } = knownValue(latest, quantity, now);
    return state === "fresh" ? value : undefined;
  };
  const frequencyHz = fresh("frequencyHz");
  const powerFactor = factorOf(
    difference(fresh("activePowerImportW"), fresh("activePowerExportW") ?? 0),
    difference(fresh("reactivePowerImportVar"), fresh("reactivePowerExportVar") ?? 0),
  );
  return {
    phases: PHASES.slice(0, phaseCount).map((name) => phaseOf(name, latest, fresh)),
    ...(powerFactor !== undefined && { powerFactor }),
    ...(frequencyHz !== undefined && { frequencyHz }),
  };
}

function steadyPhaseNow(view: PhaseNowView, before: PhaseNowView | undefined): PhaseNowView {
  const shownOf = (name: Phase) => before?.phases.find((phase) => phase.name === name);
  return {
    ...steadyValues(view, before),
    phases: view.phases.map((phase) => steadyValues(phase, shownOf(phase.name))),
  };
}

function phaseOf(name: Phase, latest: Latest, fresh: (quantity: Quantity) => number | undefined): PhaseNow {
  const { voltageV: voltage, importVar, exportVar } = PHASE_QUANTITIES[name];
  const voltageV = fresh(voltage);
  const way = netWayOfPhase((quantity) => latest.heardOf[quantity] !== undefined, name);
  const parts = way?.map(({ quantity, sign }) => difference(fresh(quantity), 0, sign)) ?? [];
  const powerW = parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
  const reactiveVar = difference(fresh(importVar), fresh(exportVar) ?? 0);
  return {
    name,
    ...(voltageV !== undefined && { voltageV }),
    ...(parts.length > 0 && powerW !== undefined && { powerW }),
    ...(reactiveVar !== undefined && { reactiveVar }),
  };
}

function difference(value: number | undefined, less: number, sign: 1 | -1 = 1): number | undefined {
  return value === undefined ? undefined : sign * value - less;
}

function factorOf(activeW: number | undefined, reactiveVar: number | undefined): number | undefined {
  if (activeW === undefined || reactiveVar === undefined) return undefined;
  const apparent = Math.hypot(activeW, reactiveVar);
  return apparent > 0 ? Math.abs(activeW) / apparent : undefined;
}
