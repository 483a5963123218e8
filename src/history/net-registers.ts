import { PHASE_QUANTITIES, PHASES, type Quantity } from "../meter/quantity.ts";

/** Registers of power whose imports less exports are net power, when each of them is known. */
export interface NetRegisters {
  readonly imports: readonly Quantity[];
  readonly exports: readonly Quantity[];
}

interface Pair {
  readonly importW: Quantity;
  readonly exportW: Quantity;
}

const TOTAL: Pair = { importW: "activePowerImportW", exportW: "activePowerExportW" };

/**
 * The ways to the net power of a meter, the better one first: by its total, by all of its phases. Half of a pair is not
 * zero: a direction is left out only where the meter does not have it, neither there nor, of the other way, at all.
 * @param has whether the meter has a quantity: it was heard of, though its value may not be known
 */
export function netRegisters(has: (quantity: Quantity) => boolean, phases: 1 | 3): NetRegisters[] {
  const pairs: Pair[] = PHASES.slice(0, phases).map((phase) => PHASE_QUANTITIES[phase]);
  return [sumOf([TOTAL], pairs, has), sumOf(pairs, [TOTAL], has)].flatMap((way) => way ?? []);
}

/** All registers of some pairs; undefined where a pair lacks a direction that the meter is heard to have in `others`. */
function sumOf(
  pairs: readonly Pair[],
  others: readonly Pair[],
  has: (quantity: Quantity) => boolean,
): NetRegisters | undefined {
  const isWhole = pairs.every(
    (pair) =>
      (has(pair.importW) || has(pair.exportW)) &&
      (has(pair.importW) || !others.some(({ importW }) => has(importW))) &&
      (has(pair.exportW) || !others.some(({ exportW }) => has(exportW))),
  );
  if (!isWhole) return undefined;
  return {
    imports: pairs.map(({ importW }) => importW).filter(has),
    exports: pairs.map(({ exportW }) => exportW).filter(has),
  };
}

/** Net power of these registers; undefined unless each is known. */
export function netOf(
  { imports, exports }: NetRegisters,
  powerW: (quantity: Quantity) => number | undefined,
): number | undefined {
  const sum = (quantities: readonly Quantity[]) =>
    quantities.reduce<number | undefined>((total, quantity) => {
      const watts = powerW(quantity);
      return total === undefined || watts === undefined ? undefined : total + watts;
    }, 0);
  const [imported, exported] = [sum(imports), sum(exports)];
  return imported === undefined || exported === undefined ? undefined : imported - exported;
}
