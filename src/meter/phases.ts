import type { Quantity } from "./quantity.ts";

/** The phases, in the order in which they are always listed. */
export const PHASES = ["L1", "L2", "L3"] as const;

/** Name of a phase. */
export type Phase = (typeof PHASES)[number];

/** Quantities of each phase by what they measure. */
export const PHASE_QUANTITIES = {
  L1: quantitiesOf("L1"),
  L2: quantitiesOf("L2"),
  L3: quantitiesOf("L3"),
} as const satisfies Record<Phase, Record<string, Quantity>>;

function quantitiesOf<P extends Phase>(phase: P) {
  return {
    currentA: `current${phase}A`,
    voltageV: `voltage${phase}V`,
    importW: `activePowerImport${phase}W`,
    exportW: `activePowerExport${phase}W`,
    importVar: `reactivePowerImport${phase}Var`,
    exportVar: `reactivePowerExport${phase}Var`,
  } as const;
}

/** Phase of a quantity; undefined for one of the whole meter. */
export function phaseOf(quantity: string): Phase | undefined {
  return PHASES.find((phase) => quantity.includes(phase));
}

/** Number of phases that quantities tell: 1 where L1 alone has any; undefined where they do not tell, or tell three. */
export function phaseCountOf(quantities: readonly Quantity[]): 1 | undefined {
  const phases = new Set(quantities.flatMap((quantity) => phaseOf(quantity) ?? []));
  return phases.size === 1 && phases.has("L1") ? 1 : undefined;
}
