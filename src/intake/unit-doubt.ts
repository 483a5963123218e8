import type { AssumedUnit, AssumedUnits } from "../meter/assumed-unit.ts";
import { PHASE_QUANTITIES, PHASES, phaseOf } from "../meter/phases.ts";
import { QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import { subMeterRow } from "../meter/sub-meter.ts";
import { BASE_UNITS, UNITS, type UnitName } from "../meter/unit.ts";

/** Values of one kind, which a reader publishes in one unit. */
const MEASURES = ["power", "phase power", "energy", "current"] as const;
type Measure = (typeof MEASURES)[number];

/** Evidence about the assumed unit of one measure. */
interface Doubt {
  /** Readings with a value other than zero that could be; those since the last that could not. */
  readonly accepted: number;
  readonly acceptedSince: number;
  /** Time of the first of them, on the monotonic clock. */
  readonly firstMonoMs?: number;
  /** Quantities that were accepted. */
  readonly quantities: readonly Quantity[];
  /** Readings with a value that could not be, with few others in between. */
  readonly strikes: number;
  /** Why the unit was found to be another, once it was: nothing is read in it any more. */
  readonly wrong?: string;
}

/** Evidence about assumed units between two readings: plain data. Begin with `{}`. */
export type UnitDoubts = { readonly [M in Measure]?: Doubt };

/** Evidence of a refused value about its unit: none, that it may be another, or that it is. */
export type Clue = "none" | "doubtful" | "decisive";

/** Reason for refusing a value, and its evidence about the unit. */
export interface Refusal {
  readonly clue: Clue;
  readonly why: string;
}

/** Quantities that were read in a unit that is another, and since when. */
export interface WronglyRead {
  readonly quantities: readonly Quantity[];
  readonly sinceMonoMs: number;
}

/** One reading with what was refused of it. */
export interface Weighed {
  /** As they came. */
  readonly given: Values;
  /** As far as they were accepted. */
  readonly values: Values;
  readonly clues: ReadonlyMap<Quantity, Refusal>;
  readonly assumed: AssumedUnits;
  readonly monoMs: number;
}

const NO_DOUBT: Doubt = { accepted: 0, acceptedSince: 0, quantities: [], strikes: 0 };

/** A unit that held for so many readings is not given up for one value: some readers publish broken frames. */
const ESTABLISHED = 10;
const MOST_STRIKES = 3;
/** So many readings in a row that can be make up for those that could not. */
const FORGIVEN_AFTER = 5;

/** The measure of each quantity; of none where another unit shows in each value by itself, as no voltage comes near a grid's. */
const MEASURE: ReadonlyMap<Quantity, Measure | undefined> = new Map(
  QUANTITIES.map(({ key, unit }) => [key, measureIn(key, unit)]),
);

function measureIn(quantity: Quantity, unit: string): Measure | undefined {
  if (subMeterRow(quantity)) return undefined;
  if (unit === "W" || unit === "var") return phaseOf(quantity) ? "phase power" : "power";
  if (unit === "Wh" || unit === "varh") return "energy";
  return unit === "A" ? "current" : undefined;
}

/** Why the assumed unit of a quantity was found to be another; undefined where it was not. */
export function wrongUnit(doubts: UnitDoubts, quantity: Quantity): string | undefined {
  const measure = MEASURE.get(quantity);
  return measure && doubts[measure]?.wrong;
}

/** Returns whether the assumed unit of any quantity was found to be another. */
export function hasWrongUnit(doubts: UnitDoubts): boolean {
  return MEASURES.some((measure) => doubts[measure]?.wrong !== undefined);
}

/** Returns whether no value other than zero was ever accepted in the assumed unit of a quantity. */
export function isUnproven(doubts: UnitDoubts, quantity: Quantity): boolean {
  const measure = MEASURE.get(quantity);
  return measure !== undefined && (doubts[measure]?.accepted ?? 0) === 0;
}

/**
 * Returns the evidence about assumed units after one more reading. A first impossible value decides; a unit that has held for
 * a while is given up after several of them close together. A unit once found wrong stays so: the smaller values that it
 * would allow are as wrong as the larger. Phases that add up to the total are in its unit.
 */
export function weighUnits(
  before: UnitDoubts,
  reading: Weighed,
): { readonly doubts: UnitDoubts; readonly wrong: readonly WronglyRead[] } {
  const doubts: { [M in Measure]?: Doubt } = { ...before };
  for (const measure of MEASURES) doubts[measure] = weighed(before[measure] ?? NO_DOUBT, measure, reading);
  const wrongPower = doubts.power?.wrong ?? doubts["phase power"]?.wrong;
  if (wrongPower !== undefined && phasesAddUp(reading.given)) {
    for (const measure of ["power", "phase power"] as const)
      doubts[measure] = { ...(doubts[measure] ?? NO_DOUBT), wrong: wrongPower };
  }
  const wrong = MEASURES.flatMap((measure) => {
    const doubt = doubts[measure];
    if (doubt?.wrong === undefined || before[measure]?.wrong !== undefined) return [];
    const { quantities, firstMonoMs = reading.monoMs } = doubt;
    return [{ quantities: [...new Set([...quantities, ...quantitiesIn(reading, measure)])], sinceMonoMs: firstMonoMs }];
  });
  return { doubts, wrong };
}

function quantitiesIn({ assumed }: Weighed, measure: Measure): Quantity[] {
  return (Object.keys(assumed) as Quantity[]).filter((quantity) => MEASURE.get(quantity) === measure);
}

function weighed(doubt: Doubt, measure: Measure, reading: Weighed): Doubt {
  if (doubt.wrong !== undefined) return doubt;
  const quantities = quantitiesIn(reading, measure);
  const clues = quantities.flatMap((quantity) => reading.clues.get(quantity) ?? []);
  const [worst] = [...clues.filter(({ clue }) => clue === "decisive"), ...clues.filter(({ clue }) => clue !== "none")];
  if (worst) return struck(doubt, worst);
  const accepted = quantities.filter((quantity) => (reading.values[quantity] ?? 0) !== 0);
  return accepted.length === 0 ? doubt : strengthened(doubt, accepted, reading.monoMs);
}

function strengthened(doubt: Doubt, accepted: readonly Quantity[], monoMs: number): Doubt {
  const acceptedSince = doubt.acceptedSince + 1;
  return {
    ...doubt,
    accepted: doubt.accepted + 1,
    acceptedSince,
    firstMonoMs: doubt.firstMonoMs ?? monoMs,
    quantities: [...new Set([...doubt.quantities, ...accepted])],
    strikes: acceptedSince >= FORGIVEN_AFTER ? 0 : doubt.strikes,
  };
}

function struck(doubt: Doubt, { clue, why }: Refusal): Doubt {
  const strikes = doubt.strikes + 1;
  const isWrong = strikes >= MOST_STRIKES || (clue === "decisive" && doubt.accepted < ESTABLISHED);
  return { ...doubt, acceptedSince: 0, strikes, ...(isWrong && { wrong: why }) };
}

/** Returns whether the phases' net power is the total's, within a twentieth. */
function phasesAddUp(values: Values): boolean {
  const net = ({ importW, exportW }: { readonly importW: Quantity; readonly exportW: Quantity }) =>
    values[importW] === undefined && values[exportW] === undefined
      ? undefined
      : (values[importW] ?? 0) - (values[exportW] ?? 0);
  const total = net({ importW: "activePowerImportW", exportW: "activePowerExportW" });
  const phases = PHASES.flatMap((phase) => net(PHASE_QUANTITIES[phase]) ?? []);
  if (total === undefined || phases.length === 0) return false;
  const sum = phases.reduce((whole, watts) => whole + watts, 0);
  return total !== 0 && Math.abs(sum - total) <= Math.abs(total) / 20;
}

/** Remedy for an impossible value whose unit may be another than assumed, one sentence without its full stop. */
export function unitHint(quantity: Quantity, { name, unit, signed }: AssumedUnit, value: number): string {
  const other = likelyUnit(unit, value);
  if (other === undefined) return `let the reader publish ${unit}`;
  const row = `quantity: ${signed ? netQuantity(quantity) : quantity}, unit: ${other}${signed ? ", signed: true" : ""}`;
  const isFuse = isBaseUnit(unit) ? "correct mainFuseA if the fuse is larger; " : "";
  return `${isFuse}if the reader publishes ${other}, add mapping: { ${name}: { ${row} } } to the meter`;
}

/** The quantity that net power is mapped to. */
const netQuantity = (quantity: Quantity): string => quantity.replace("Export", "Import");

/**
 * Returns whether values are assumed to come in watts and the like, not in thousands of them: then one that cannot be is a
 * mistake rather than another unit.
 */
export function isBaseUnit(unit: UnitName): boolean {
  const { base, exponent } = UNITS[unit];
  return exponent === 0 && BASE_UNITS[base].decimals !== unit;
}

/** The unit that readers use instead: without the kilo, or thousandths; of a voltage the one that makes it a grid's. */
function likelyUnit(unit: UnitName, value: number): UnitName | undefined {
  const { base, exponent } = UNITS[unit];
  if (base === "m3") return undefined;
  if (base !== "V") return exponent === 3 ? base : `m${base}`;
  return value < 1 ? "kV" : value >= 50_000 ? "mV" : undefined;
}
