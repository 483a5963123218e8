import { PHASE_QUANTITIES, PHASES } from "../meter/phases.ts";
import type { Quantity, Values } from "../meter/quantity.ts";
import type { HousePower } from "./house.ts";
import { hash, height, noise } from "./random.ts";

/** A simulated meter: it keeps the counters and makes the values of telegrams. */
export interface Meter {
  /**
   * The values of the telegram at `ms`, after `elapsedMs` in which the house drew this power. Counters come out in whole
   * Wh and varh, truncated as on a real meter's display; the fractions are kept.
   */
  telegram(ms: number, elapsedMs: number, power: HousePower): Values;
}

/** Properties of a meter. */
export interface MeterOptions {
  readonly seed: number;
  /** A meter of one phase sends nothing about L2 and L3. */
  readonly phases: 1 | 3;
  /** True when it has exported before. */
  readonly hasSolar: boolean;
  /** The instant of the first telegram: a meter that is read later has counted more. */
  readonly startMs: number;
}

/** Counters in their unit times milliseconds: whole numbers, exact far beyond the life of a meter. */
interface Counters {
  importWms: number;
  exportWms: number;
  importVarMs: number;
  exportVarMs: number;
}

const HOUR_MS = 3_600_000;
const SOURCE_OHM = 0.21; // cable and transformer: lowers the voltage under load
const NEW_YEAR_MS = Date.UTC(2025, 0, 1);

/** A meter with its counters at their values of the start. */
export function createMeter(options: MeterOptions): Meter {
  const counters = countersAt(options);
  const voltageSeed = hash(options.seed, "voltage");
  return {
    telegram(ms, elapsedMs, { watts, vars }) {
      const netW = watts[0] + watts[1] + watts[2];
      const netVar = vars[0] + vars[1] + vars[2];
      advance(counters, netW, netVar, elapsedMs);
      const values: { [Q in Quantity]?: number } = totals(counters, netW, netVar);
      for (let phase = 0; phase < options.phases; phase += 1) {
        addPhase(values, phase, { watts: watts[phase] ?? 0, vars: vars[phase] ?? 0 }, voltageSeed, ms);
      }
      return values;
    },
  };
}

/** Counters of active energy at the first telegram, whole Wh. */
export function startCounters({ seed, startMs, hasSolar }: Omit<MeterOptions, "phases">): {
  importWh: number;
  exportWh: number;
} {
  const hours = Math.max(0, startMs - NEW_YEAR_MS) / HOUR_MS;
  const importWh = Math.round(4_200_000 + 2_500_000 * (1 + height(hash(seed, "counter"), 0)) + 1300 * hours);
  return { importWh, exportWh: hasSolar ? Math.round(importWh * 0.71) : 0 };
}

function countersAt({ seed, startMs, hasSolar }: MeterOptions): Counters {
  const { importWh, exportWh } = startCounters({ seed, startMs, hasSolar });
  return {
    importWms: importWh * HOUR_MS,
    exportWms: exportWh * HOUR_MS,
    importVarMs: Math.round(importWh * 0.11) * HOUR_MS,
    exportVarMs: Math.round(importWh * 0.07) * HOUR_MS,
  };
}

/** Three phases are one sum: what one exports while another imports never enters a counter. */
function advance(counters: Counters, netW: number, netVar: number, elapsedMs: number): void {
  if (netW >= 0) counters.importWms += netW * elapsedMs;
  else counters.exportWms -= netW * elapsedMs;
  if (netVar >= 0) counters.importVarMs += netVar * elapsedMs;
  else counters.exportVarMs -= netVar * elapsedMs;
}

function totals(counters: Counters, netW: number, netVar: number): { [Q in Quantity]?: number } {
  return {
    activeEnergyImportWh: Math.floor(counters.importWms / HOUR_MS),
    activeEnergyExportWh: Math.floor(counters.exportWms / HOUR_MS),
    reactiveEnergyImportVarh: Math.floor(counters.importVarMs / HOUR_MS),
    reactiveEnergyExportVarh: Math.floor(counters.exportVarMs / HOUR_MS),
    activePowerImportW: Math.max(0, netW),
    activePowerExportW: Math.max(0, -netW),
    reactivePowerImportVar: Math.max(0, netVar),
    reactivePowerExportVar: Math.max(0, -netVar),
  };
}

function addPhase(
  values: { [Q in Quantity]?: number },
  phase: number,
  { watts, vars }: { readonly watts: number; readonly vars: number },
  voltageSeed: number,
  ms: number,
): void {
  const name = PHASES[phase];
  if (name === undefined) return;
  const { importW, exportW, importVar, exportVar, voltageV, currentA } = PHASE_QUANTITIES[name];
  const volts = voltage(voltageSeed + phase, ms, watts / 230);
  const amperes = tenths(Math.hypot(watts, vars) / volts);
  values[importW] = Math.max(0, watts);
  values[exportW] = Math.max(0, -watts);
  values[importVar] = Math.max(0, vars);
  values[exportVar] = Math.max(0, -vars);
  values[voltageV] = volts;
  values[currentA] = watts < 0 && amperes > 0 ? -amperes : amperes;
}

/** The voltage of one phase in tenths of a volt: the grid's slow and quick changes, and what the house's own current does to it. */
function voltage(seed: number, ms: number, amperes: number): number {
  const standing = 0.9 * height(seed, 0);
  const slow = 1.7 * noise(seed, ms / (27 * 60_000)) + 1.1 * noise(seed + 101, ms / (6 * HOUR_MS));
  const quick = 0.3 * noise(seed + 202, ms / 35_000);
  return tenths(Math.min(238, Math.max(225, 232.6 + standing + slow + quick - SOURCE_OHM * amperes)));
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
