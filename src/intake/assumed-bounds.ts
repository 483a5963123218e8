import type { AssumedUnit, AssumedUnits } from "../meter/assumed-unit.ts";
import { phaseOf } from "../meter/phases.ts";
import type { Quantity, Values } from "../meter/quantity.ts";
import { QUANTITY } from "../meter/quantity.ts";
import { UNITS } from "../meter/unit.ts";
import { apparentVa } from "./apparent-power.ts";
import { type Clue, isUnproven, type UnitDoubts } from "./unit-doubt.ts";

/** The house's connection. */
interface Connection {
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
}

const NOMINAL_V = 230;
/** A fuse lets one and a half times its current pass for an hour or so, on all phases at once hardly ever. */
const FUSE_FACTOR = 1.5;
/** A fuse of a house that lets three times its current pass is about to end it. */
const OVERLOAD_FACTOR = 3;
/** A counter is hardly further on than so many years of nothing but full load; with decimals of kilowatt-hours it may be. */
const FULL_LOAD_YEARS = { whole: 5, decimals: 40 } as const;
const YEAR_H = 8_766;

/**
 * Refuses values whose unit is only assumed from their name where another unit is more likely than so large a value: one
 * name means kW with one firmware and W with another. The bounds are narrow until a value above zero was accepted; later a
 * short overload is possible if the currents of the same reading or the decimals confirm it.
 */
export function checkAssumedUnits(
  values: Values,
  assumed: AssumedUnits,
  doubts: UnitDoubts,
  connection: Connection,
  refuse: (quantity: Quantity, why: string, clue: Clue) => void,
): void {
  for (const [quantity, unit] of Object.entries(assumed) as [Quantity, AssumedUnit][]) {
    const value = values[quantity];
    const row = QUANTITY.get(quantity);
    if (value === undefined || row === undefined) continue;
    if (row.unit === "W" || row.unit === "var") checkPower(quantity, value, unit);
    else if (row.unit === "A") checkCurrent(quantity, value, unit);
    else if (row.kind === "counter") checkCounter(quantity, value, unit);
  }

  function checkPower(quantity: Quantity, watts: number, unit: AssumedUnit): void {
    const fuseW = NOMINAL_V * connection.mainFuseA * (phaseOf(quantity) ? 1 : connection.phases);
    const apparent = apparentVa(values, quantity, connection.phases);
    const isSupported = apparent !== undefined && watts <= apparent * FUSE_FACTOR;
    const isFirst = isUnproven(doubts, quantity);
    const factor = !isFirst && resolvesOnes(unit) ? OVERLOAD_FACTOR : FUSE_FACTOR;
    const isTooMuch = watts > fuseW * factor && !(isSupported && !isFirst);
    if (isTooMuch) refuse(quantity, moreThan(factor, connection), isSupported ? "none" : "decisive");
    else if (isFirst && !isSupported && isWholeKilo(unit)) refuse(quantity, NO_DECIMALS, "doubtful");
  }

  function checkCurrent(quantity: Quantity, amperes: number, { text }: AssumedUnit): void {
    const isTight = isUnproven(doubts, quantity) || decimalsOf(text) === 0;
    if (isTight && Math.abs(amperes) > OVERLOAD_FACTOR * connection.mainFuseA)
      refuse(quantity, moreThan(OVERLOAD_FACTOR, connection), "decisive");
  }

  function checkCounter(quantity: Quantity, wattHours: number, unit: AssumedUnit): void {
    const { mainFuseA, phases } = connection;
    const years = FULL_LOAD_YEARS[resolvesOnes(unit) ? "decimals" : "whole"];
    if (wattHours <= NOMINAL_V * mainFuseA * phases * years * YEAR_H) return;
    refuse(quantity, `more than a main fuse of ${mainFuseA} A lets pass in ${years} years`, "decisive");
  }
}

/** A reader that publishes kilowatts publishes decimals of them; without any, a kettle would be lost in rounding. */
const NO_DECIMALS = "but kilowatts come with decimals and watts without";

function isWholeKilo({ text, unit }: AssumedUnit): boolean {
  return UNITS[unit].exponent > 0 && decimalsOf(text) === 0 && Number(text) !== 0;
}

/** Watts and watt-hours under a name for thousands of them are published with fewer decimals than thousandths. */
function resolvesOnes({ text, unit }: AssumedUnit): boolean {
  return decimalsOf(text) >= UNITS[unit].exponent;
}

function moreThan(factor: number, { mainFuseA }: Connection): string {
  return `more than ${factor} times what a main fuse of ${mainFuseA} A carries`;
}

const decimalsOf = (text: string): number => text.split(".")[1]?.length ?? 0;
