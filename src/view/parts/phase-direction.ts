import { freshnessOf, limitMs } from "../../history/freshness.ts";
import type { Known, Latest } from "../../history/latest.ts";
import type { Now } from "../../meter/now.ts";
import { PHASE_QUANTITIES, type Phase } from "../../meter/phases.ts";
import type { Quantity } from "../../meter/quantity.ts";
import { isTrustedLikewise } from "../known-value.ts";

/** Direction of a power at the grid. */
export type Direction = "import" | "export";

/** Registers of the two directions of one power. */
interface Powers {
  readonly importW: Quantity;
  readonly exportW: Quantity;
}

const TOTAL: Powers = { importW: "activePowerImportW", exportW: "activePowerExportW" };

/**
 * Direction of a phase's current. Most meters send currents without a sign: the direction then follows from the powers of
 * that phase, or in the total's where the meter has one phase. Undefined where nothing flows and where no power of the
 * current's own time shows it: an apparent current may be all reactive.
 */
export function phaseDirection(latest: Latest, phase: Phase, phaseCount: 1 | 3, now: Now): Direction | undefined {
  const { currentA } = PHASE_QUANTITIES[phase];
  const current = latest.known[currentA];
  if (current === undefined || current.value === 0) return undefined;
  if (current.value < 0) return "export";
  if (latest.signsCurrents) return "import";
  const powerOf = (quantity: Quantity) => {
    const power = latest.known[quantity];
    return power && isOfOneTime(latest, [quantity, power], [currentA, current], now) ? power.value : 0;
  };
  const ownDirection = greaterOf(PHASE_QUANTITIES[phase], powerOf);
  return ownDirection ?? (phaseCount === 1 ? greaterOf(TOTAL, powerOf) : undefined);
}

/** Direction of the greater of two powers; undefined where they are equal. */
function greaterOf({ importW, exportW }: Powers, powerOf: (quantity: Quantity) => number): Direction | undefined {
  const [imported, exported] = [powerOf(importW), powerOf(exportW)];
  if (imported === exported) return undefined;
  return imported > exported ? "import" : "export";
}

/** True when a power may determine a current's sign: it is as fresh as the current, and came at about the same time. */
function isOfOneTime(
  latest: Latest,
  [quantity, power]: readonly [Quantity, Known],
  [currentA, current]: readonly [Quantity, Known],
  now: Now,
): boolean {
  const [ofPower, ofCurrent] = [freshnessOf(latest, quantity, now).state, freshnessOf(latest, currentA, now).state];
  if (ofPower === "fresh" && ofCurrent === "fresh") return true;
  const apartMs = Math.abs(power.at.monoMs - current.at.monoMs);
  return isTrustedLikewise(ofPower, ofCurrent) && apartMs <= limitMs("instant", power);
}
