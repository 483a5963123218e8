import { WHOLE } from "../history/energy-sum.ts";
import type { KnownEnergy } from "../history/known-energy.ts";
import type { EnergyQuantity, Past } from "../history/past.ts";

/** Energy of a span. */
export interface EnergyView {
  readonly importWh?: number;
  readonly exportWh?: number;
  /** Beginning of the figures where it is later than the span's, wall milliseconds. */
  readonly sinceMs?: number;
  /** Share of the span, from where the figures begin, that they rest on, 0 to 1; absent with them. */
  readonly coverage?: number;
  /** True where parts in between are not known, of each figure. */
  readonly importApprox?: true;
  readonly exportApprox?: true;
}

/** A beginning later than the span's by more than this is shown: minutes of difference do not change a day's figure. */
const LATE_MS = 15 * 60_000;

/** Energy of one direction, and where in the span it begins. */
interface Part {
  readonly wh: number;
  readonly coverage: number;
  readonly fromMs: number;
}

/** Energy of a span that may begin late: then it says since when, and is measured from there. */
export function sinceItBegan(past: Past, fromMs: number, toMs: number): EnergyView {
  const view = energyView(fromMs, (quantity) => {
    const energy = past.energy(quantity, fromMs, toMs);
    const { firstMs = fromMs } = energy;
    if (firstMs - fromMs <= LATE_MS) return part(energy, fromMs);
    return part(past.energy(quantity, firstMs, toMs), firstMs);
  });
  return view ?? {};
}

/** Energy of a span, of each direction only when all of it is known, or all but gaps between its beginning and its end. */
export function wholeSpan(past: Past, fromMs: number, toMs: number): EnergyView | undefined {
  return energyView(fromMs, (quantity) => {
    const energy = past.energy(quantity, fromMs, toMs);
    const { firstMs = toMs, lastMs = fromMs } = energy;
    const hasEnds = firstMs - fromMs <= LATE_MS && toMs - lastMs <= LATE_MS;
    return hasEnds || energy.coverage >= WHOLE ? part(energy, fromMs) : undefined;
  });
}

function part({ wh, coverage }: KnownEnergy, fromMs: number): Part | undefined {
  return wh === undefined ? undefined : { wh, coverage, fromMs };
}

function energyView(fromMs: number, partOf: (quantity: EnergyQuantity) => Part | undefined): EnergyView | undefined {
  const imported = partOf("activeEnergyImportWh");
  const exported = partOf("activeEnergyExportWh");
  const parts = [imported, exported].filter((each) => each !== undefined);
  if (parts.length === 0) return undefined;
  const sinceMs = Math.max(...parts.map((each) => each.fromMs));
  return {
    ...(imported && { importWh: imported.wh }),
    ...(imported && imported.coverage < WHOLE && { importApprox: true }),
    ...(exported && { exportWh: exported.wh }),
    ...(exported && exported.coverage < WHOLE && { exportApprox: true }),
    ...(sinceMs > fromMs && { sinceMs }),
    coverage: Math.min(...parts.map((each) => each.coverage)),
  };
}

/** The energy of two adjacent spans together; the first may be empty because it has no length. */
export function sumOf(first: EnergyView, second: EnergyView): EnergyView {
  const [a, b] = [first, second];
  const isNothing = Object.keys(a).length === 0;
  const sum = (x: number | undefined, y: number | undefined) =>
    y === undefined || (x === undefined && !isNothing) ? undefined : (x ?? 0) + y;
  const [importWh, exportWh] = [sum(a.importWh, b.importWh), sum(a.exportWh, b.exportWh)];
  return {
    ...(importWh !== undefined && { importWh }),
    ...(importWh !== undefined && (a.importApprox ?? b.importApprox) && { importApprox: true }),
    ...(exportWh !== undefined && { exportWh }),
    ...(exportWh !== undefined && (a.exportApprox ?? b.exportApprox) && { exportApprox: true }),
  };
}
