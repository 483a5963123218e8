import { identityIn } from "../meter-identity.ts";
import { QUANTITY, type Quantity } from "../quantity.ts";
import type { Unit } from "../unit.ts";
import type { Axdr } from "./axdr.ts";
import { asciiOf, CLOCK_CODES, cosemClock, isDateTime, logicalName } from "./cosem-object.ts";
import { scaledNumber } from "./decimal.ts";
import type { NotificationContext, TelegramContent } from "./telegram.ts";

/** Powers of ten to the base unit that a maker's list implies; a unit without one is not certain and gives no value. */
type ImpliedExponents = { readonly [U in Unit]?: number };

/** Kamstrup's standard list, which opens with its list version 1-1:0.0.5; energy by country. */
const KAMSTRUP_STANDARD: ImpliedExponents = { W: 0, var: 0, V: 0, A: -2 };
/** Kamstrup's energy: steps of 10 Wh or of 1 Wh, by the country that ordered the list. */
const KAMSTRUP_ENERGY: Readonly<Record<string, ImpliedExponents>> = {
  NO: { Wh: 1, varh: 1 },
  DK: { Wh: 1, varh: 1 },
  SE: { Wh: 0, varh: 0 },
};
/** Kamstrup's lists that a grid company put together: the list does not say whether currents are in 10 mA or in mA. */
const KAMSTRUP_OTHER: ImpliedExponents = { W: 0, var: 0, V: 0 };
/** Iskra's lists of Slovenian grid companies. */
const ISKRA: ImpliedExponents = { W: 0, var: 0, V: -1, A: -2, Wh: 0, varh: 0 };
/**
 * Landis+Gyr's lists of pairs behind a clock, which come encrypted; what currents and voltages are in differs.
 * @source Energienetze Steiermark and Netz Burgenland, customer interface of the E450
 */
const LANDIS_GYR: ImpliedExponents = { W: 0, var: 0, Wh: 0, varh: 0 };
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

const PHASE_POWERS = [
  "activePowerImportL1W",
  "activePowerImportL2W",
  "activePowerImportL3W",
  "activePowerExportL1W",
  "activePowerExportL2W",
  "activePowerExportL3W",
] as const satisfies readonly Quantity[];

/** What stands at one place of a list by position; `unread` is in it and not certain. */
type Place = Quantity | "clock" | "unread";

/** Iskra's lists by their length: two texts (the meter, its number), then these; of counters its tariff and a switch come first. */
const ISKRA_LISTS: ReadonlyMap<number, readonly Place[]> = new Map<number, readonly Place[]>([
  [9, [...POWERS, "voltageL1V", "unread", "unread"]],
  [
    18,
    [...POWERS, "voltageL1V", "voltageL2V", "voltageL3V", "currentL1A", "currentL2A", "currentL3A", ...PHASE_POWERS],
  ],
  [
    12,
    [
      "unread",
      "unread",
      "activeEnergyImportWh",
      "activeEnergyImportT1Wh",
      "activeEnergyImportT2Wh",
      "activeEnergyExportWh",
      "activeEnergyExportT1Wh",
      "activeEnergyExportT2Wh",
      "reactiveEnergyImportVarh",
      "reactiveEnergyExportVarh",
    ],
  ],
]);

/** Kaifa's lists by their length: three texts (list, meter, type), then these; `clock` is a place of its own. */
const KAIFA_LISTS: ReadonlyMap<number, readonly Place[]> = new Map<number, readonly Place[]>([
  [9, [...POWERS, ...ONE_PHASE]],
  [13, [...POWERS, ...THREE_PHASES]],
  [14, [...POWERS, ...ONE_PHASE, "clock", ...COUNTERS]],
  [18, [...POWERS, ...THREE_PHASES, "clock", ...COUNTERS]],
]);

/** A maker's lists without names: texts at their beginning, then numbers by their place. */
interface PositionalLists {
  /** Names of the texts; the one of the meter's number is the meter's identity. */
  readonly texts: readonly string[];
  readonly meterId: string;
  readonly lists: ReadonlyMap<number, readonly Place[]>;
  readonly exponents: ImpliedExponents;
}

const KAIFA_POSITIONS: PositionalLists = {
  texts: ["kaifa:list", "kaifa:meter-id", "kaifa:meter-type"],
  meterId: "kaifa:meter-id",
  lists: KAIFA_LISTS,
  exponents: KAIFA,
};
/** @source Elektro Celje and Elektro Ljubljana, lists of Iskra's AM550 on the consumer port (P1, binary) */
const ISKRA_POSITIONS: PositionalLists = {
  texts: ["iskra:meter-id", "iskra:meter-number"],
  meterId: "iskra:meter-id",
  lists: ISKRA_LISTS,
  exponents: ISKRA,
};
const ISKRA_NAME = /^ISK\d{6,}$/;

/** Returns whether a text is the name by which a maker's list, known here, begins. */
export function isMakerName(text: string): boolean {
  return text === "Kamstrup_V0001" || text === "KFM_001" || ISKRA_NAME.test(text);
}

/** Content of a list without units, by its maker's table; absent when it is not such a list or is not certain. */
export function readMakerList(
  items: readonly Axdr[],
  { control, country, maker }: NotificationContext,
): TelegramContent | undefined {
  const name = asciiOf(items[0]) ?? "";
  if (name === "Kamstrup_V0001") return readPairs(items.slice(1), kamstrupExponents(items, country));
  if (name === "KFM_001") return readPositions(items, KAIFA_POSITIONS);
  if (ISKRA_NAME.test(name)) return readPositions(items, ISKRA_POSITIONS);
  if (logicalName(items[0])?.code === "1-0:0.2.129" && asciiOf(items[1]) === "KFM_001") return readPairs(items, KAIFA);
  if (maker === "LGZ" && isDateTime(items[0])) return readPairs(items.slice(1), LANDIS_GYR);
  // Kaifa's list 1 is a single number; its control byte 0x10 (0x13 with other makers) identifies the maker.
  const [only] = items;
  if (items.length === 1 && only?.kind === "integer" && control === 0x10) {
    return { values: { activePowerImportW: Number(only.value) }, identity: {}, unknown: [] };
  }
  return undefined;
}

/** Energy is certain in the standard list of a country alone. */
function kamstrupExponents(items: readonly Axdr[], country = ""): ImpliedExponents {
  if (logicalName(items[1])?.code !== "1-1:0.0.5") return KAMSTRUP_OTHER;
  return { ...KAMSTRUP_STANDARD, ...KAMSTRUP_ENERGY[country] };
}

function readPairs(items: readonly Axdr[], exponents: ImpliedExponents): TelegramContent | undefined {
  if (items.length % 2 !== 0) return undefined;
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, number> = {};
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

function readPositions(items: readonly Axdr[], maker: PositionalLists): TelegramContent | undefined {
  const { texts, meterId, exponents } = maker;
  const places = maker.lists.get(items.length);
  if (places === undefined) return undefined;
  const values: { [Q in Quantity]?: number } = {};
  let meterClock: string | undefined;
  for (const [i, place] of places.entries()) {
    const item = items[texts.length + i];
    if (place === "unread") continue;
    if (place === "clock") meterClock = item?.kind === "octets" ? cosemClock(item.bytes) : undefined;
    else if (item?.kind === "integer") values[place] = scaledNumber(item.value, exponentOf(place, exponents));
    else return undefined;
  }
  const identity = identityIn(meterId, asciiOf(items[texts.indexOf(meterId)]));
  return { values, identity, unknown: texts, ...(meterClock !== undefined && { meterClock }) };
}

function exponentOf(quantity: Quantity, exponents: ImpliedExponents): number {
  const unit = QUANTITY.get(quantity)?.unit;
  return (unit && exponents[unit]) ?? 0;
}
