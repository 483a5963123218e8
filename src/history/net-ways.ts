import { PHASE_QUANTITIES, PHASES, type Phase } from "../meter/phases.ts";
import type { Quantity } from "../meter/quantity.ts";

/** One register of power in a sum that is net power: 1 for import, -1 for export. */
export interface NetPart {
  readonly quantity: Quantity;
  readonly sign: 1 | -1;
}

interface Pair {
  readonly importW: Quantity;
  readonly exportW: Quantity;
}

const TOTAL: Pair = { importW: "activePowerImportW", exportW: "activePowerExportW" };

/**
 * The ways to the net power of a meter, the better one first: by its total, by all of its phases. Each is the sum of its
 * parts when every one of them is known. A missing direction is not zero: a direction is left out only where the meter does not
 * have it, neither there nor, of the other way, at all.
 * @param has whether the meter has a quantity: it was heard of, though its value may not be known
 */
export function netWays(has: (quantity: Quantity) => boolean, phases: 1 | 3): (readonly NetPart[])[] {
  const pairs: Pair[] = PHASES.slice(0, phases).map((phase) => PHASE_QUANTITIES[phase]);
  return [partsOf([TOTAL], pairs, has), partsOf(pairs, [TOTAL], has)].filter((way) => way !== undefined);
}

/** The registers of one phase whose sum is its net power; undefined where a direction is missing that the meter has in total. */
export function netWayOfPhase(has: (quantity: Quantity) => boolean, phase: Phase): readonly NetPart[] | undefined {
  return partsOf([PHASE_QUANTITIES[phase]], [TOTAL], has);
}

/** All registers of some pairs; undefined where a pair lacks a direction that the meter is heard to have in `others`. */
function partsOf(
  pairs: readonly Pair[],
  others: readonly Pair[],
  has: (quantity: Quantity) => boolean,
): readonly NetPart[] | undefined {
  const isWhole = pairs.every(
    (pair) =>
      (has(pair.importW) || has(pair.exportW)) &&
      (has(pair.importW) || !others.some(({ importW }) => has(importW))) &&
      (has(pair.exportW) || !others.some(({ exportW }) => has(exportW))),
  );
  if (!isWhole) return undefined;
  const parts = pairs.flatMap(({ importW, exportW }): NetPart[] => [
    { quantity: importW, sign: 1 },
    { quantity: exportW, sign: -1 },
  ]);
  return parts.filter(({ quantity }) => has(quantity));
}
