import { identityIn } from "../meter-identity.ts";
import { QUANTITY, type Quantity } from "../quantity.ts";
import type { Unit } from "../unit.ts";
import type { Axdr } from "./axdr.ts";
import { asciiOf, CLOCK_CODES, cosemClock, logicalName } from "./cosem-object.ts";
import { scaledNumber } from "./decimal.ts";
import type { TelegramContent } from "./telegram.ts";

/** Powers of ten to the base unit that a maker's list implies; a unit without one is not certain and gives no value. */
type ImpliedExponents = { readonly [U in Unit]?: number };

/** Kamstrup's standard list, which opens with its list version 1-1:0.0.5. Energy is 10 Wh in Norway and 1 Wh in Sweden. */
const KAMSTRUP_STANDARD: ImpliedExponents = { W: 0, var: 0, V: 0, A: -2 };
/** Kamstrup's lists that a grid company put together: the list does not say whether currents are in 10 mA or in mA. */
const KAMSTRUP_OTHER: ImpliedExponents = { W: 0, var: 0, V: 0 };
/** @source Kaifa's Norwegian HAN list KFM_001 */
const KAIFA: ImpliedExponents = { W: 0, var: 0, V: -1, A: -3, Wh: 0, varh: 0 };

const POWERS = [
  "activePowerImportW",
  "activePowerExportW",
  "reactivePowerImportVar",
  "reactivePowerExportVar",
] as const satisfies readonly Quantity[];
const COUNTERS = [
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "reactiveEnergyImportVarh",
  "reactiveEnergyExportVarh",
] as const satisfies readonly Quantity[];
const ONE_PHASE = ["currentL1A", "voltageL1V"] as const satisfies readonly Quantity[];
const THREE_PHASES = [
  "currentL1A",
  "currentL2A",
  "currentL3A",
  "voltageL1V",
  "voltageL2V",
  "voltageL3V",
] as const satisfies readonly Quantity[];

/** Kaifa's lists by their length: three texts (list, meter, type), then these; `clock` is a place of its own. */
const KAIFA_LISTS: ReadonlyMap<number, readonly (Quantity | "clock")[]> = new Map<
  number,
  readonly (Quantity | "clock")[]
>([
  [9, [...POWERS, ...ONE_PHASE]],
  [13, [...POWERS, ...THREE_PHASES]],
  [14, [...POWERS, ...ONE_PHASE, "clock", ...COUNTERS]],
  [18, [...POWERS, ...THREE_PHASES, "clock", ...COUNTERS]],
]);

const KAIFA_METER_ID = "kaifa:meter-id";
const KAIFA_TEXTS = ["kaifa:list", KAIFA_METER_ID, "kaifa:meter-type"];

/** Returns whether a text is the name by which a maker's list, known here, begins. */
export function isMakerName(text: string): boolean {
  return text === "Kamstrup_V0001" || text === "KFM_001";
}

/**
 * Content of a list without units, by its maker's table; absent when it is not such a list or is not certain.
 * `control` is the frame's control byte.
 */
export function readMakerList(items: readonly Axdr[], control: number): TelegramContent | undefined {
  const name = asciiOf(items[0]) ?? "";
  if (name === "Kamstrup_V0001") return readPairs(items.slice(1), kamstrupExponents(items));
  if (name === "KFM_001") return readKaifaPositions(items);
  if (logicalName(items[0])?.code === "1-0:0.2.129" && asciiOf(items[1]) === "KFM_001") return readPairs(items, KAIFA);
  // Kaifa's list 1 is a single number; its control byte 0x10 (0x13 with other makers) identifies the maker.
  const [only] = items;
  if (items.length === 1 && only?.kind === "integer" && control === 0x10) {
    return { values: { activePowerImportW: Number(only.value) }, identity: {}, unknown: [] };
  }
  return undefined;
}

function kamstrupExponents(items: readonly Axdr[]): ImpliedExponents {
  return logicalName(items[1])?.code === "1-1:0.0.5" ? KAMSTRUP_STANDARD : KAMSTRUP_OTHER;
}

function readPairs(items: readonly Axdr[], exponents: ImpliedExponents): TelegramContent | undefined {
  if (items.length % 2 !== 0) return undefined;
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, string> = {};
  let meterClock: string | undefined;
  for (let i = 0; i < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (key?.kind === "null" && value?.kind === "null") continue; // a phase that the meter does not have
    const name = logicalName(key);
    if (name === undefined || value === undefined) return undefined;
    const exponent = name.row && exponents[name.row.unit];
    if (CLOCK_CODES.has(name.code) && value.kind === "octets") meterClock ??= cosemClock(value.bytes);
    else if (name.row && exponent !== undefined && value.kind === "integer" && values[name.row.key] === undefined) {
      values[name.row.key] = scaledNumber(value.value, exponent);
    } else unknown.push(name.code);
    Object.assign(identity, identityIn(name.code, asciiOf(value)));
  }
  return { values, identity, unknown, ...(meterClock !== undefined && { meterClock }) };
}

function readKaifaPositions(items: readonly Axdr[]): TelegramContent | undefined {
  const places = KAIFA_LISTS.get(items.length);
  if (places === undefined) return undefined;
  const values: { [Q in Quantity]?: number } = {};
  let meterClock: string | undefined;
  for (const [i, place] of places.entries()) {
    const item = items[KAIFA_TEXTS.length + i];
    if (place === "clock") meterClock = item?.kind === "octets" ? cosemClock(item.bytes) : undefined;
    else if (item?.kind === "integer") values[place] = scaledNumber(item.value, kaifaExponent(place));
    else return undefined;
  }
  const identity = identityIn(KAIFA_METER_ID, asciiOf(items[KAIFA_TEXTS.indexOf(KAIFA_METER_ID)]));
  return { values, identity, unknown: KAIFA_TEXTS, ...(meterClock !== undefined && { meterClock }) };
}

function kaifaExponent(quantity: Quantity): number {
  const unit = QUANTITY.get(quantity)?.unit;
  return (unit && KAIFA[unit]) ?? 0;
}
