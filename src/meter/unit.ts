/**
 * The base units in which values are kept: COSEM's code, the standards' spelling, the unit of decimals that readers publish
 * and people read, and the unit in which whole numbers lose nothing.
 * @source IEC 62056-6-2 table 4 (codes); p1reader, p1mini and ESPHome dsmr, sensor.py (decimals)
 */
export const BASE_UNITS = {
  W: { cosem: 27, spelling: "W", decimals: "kW", integers: "W" },
  var: { cosem: 29, spelling: "VAr", decimals: "kvar", integers: "var" },
  Wh: { cosem: 30, spelling: "Wh", decimals: "kWh", integers: "Wh" },
  varh: { cosem: 32, spelling: "VArh", decimals: "kvarh", integers: "varh" },
  A: { cosem: 33, spelling: "A", decimals: "A", integers: "mA" },
  V: { cosem: 35, spelling: "V", decimals: "V", integers: "mV" },
  Hz: { cosem: 44, spelling: "Hz", decimals: "Hz", integers: "mHz" },
  m3: { cosem: 13, spelling: "m3", decimals: "m3", integers: "l" },
} as const;

/** One of the base units. */
export type Unit = keyof typeof BASE_UNITS;

/** SI prefixes that meters and readers use, as powers of ten. */
const PREFIXES = { m: -3, "": 0, k: 3, M: 6, G: 9 } as const;
type Prefix = keyof typeof PREFIXES;

/** Units of electricity, which take any of the prefixes. */
type ElectricUnit = Exclude<Unit, "m3">;

/** A base unit and the way to it: times ten to `exponent`, then divided by `divisor` where there is one. `W` and 3 for kW. */
export interface ScaledUnit {
  readonly base: Unit;
  readonly exponent: number;
  readonly divisor?: number;
}

/** Joules of a watt hour. */
const JOULES = 3_600;

/** Units of other media: volumes, and heat in joules. */
const OTHER_UNITS = {
  m3: { base: "m3", exponent: 0 },
  l: { base: "m3", exponent: -3 },
  J: { base: "Wh", exponent: 0, divisor: JOULES },
  kJ: { base: "Wh", exponent: 3, divisor: JOULES },
  MJ: { base: "Wh", exponent: 6, divisor: JOULES },
  GJ: { base: "Wh", exponent: 9, divisor: JOULES },
} as const satisfies Readonly<Record<string, ScaledUnit>>;

/** A unit of electricity with one of the prefixes in front (`kWh`, `mA`, `V`), or one of another medium (`m3`, `GJ`). */
export type UnitName = `${Prefix}${ElectricUnit}` | keyof typeof OTHER_UNITS;

const BASES = (Object.keys(BASE_UNITS) as readonly Unit[]).filter((unit): unit is ElectricUnit => unit !== "m3");
const PREFIX_ENTRIES = Object.entries(PREFIXES) as readonly (readonly [Prefix, number])[];

/** Every unit in which a value may be sent, by its name. */
export const UNITS = {
  ...Object.fromEntries(
    BASES.flatMap((base) => PREFIX_ENTRIES.map(([prefix, exponent]) => [`${prefix}${base}`, { base, exponent }])),
  ),
  ...OTHER_UNITS,
} as Readonly<Record<UnitName, ScaledUnit>>;

/** Names of all units in {@link UNITS}, those of one base unit together, the smallest first. */
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];

const PREFIX_SPELLINGS: ReadonlyMap<string, number> = new Map([...PREFIX_ENTRIES, ["K", PREFIXES.k]]);
const BASE_SPELLINGS: ReadonlyMap<string, Unit> = new Map(BASES.map((base) => [base.toLowerCase(), base]));
/** Spellings of the standards; before any other spelling a small `m` may be a mega of somebody without capitals. */
const STANDARD_SPELLINGS: ReadonlySet<string> = new Set(BASES.flatMap((base) => [base, BASE_UNITS[base].spelling]));

/** Units of other media as meters and readers spell them. */
const OTHER_SPELLINGS: ReadonlyMap<string, ScaledUnit> = new Map([
  ...Object.entries(OTHER_UNITS),
  ["M3", OTHER_UNITS.m3],
  ["m³", OTHER_UNITS.m3],
  ["L", OTHER_UNITS.l],
  ["dm3", OTHER_UNITS.l],
  ["dm³", OTHER_UNITS.l],
  ["gj", OTHER_UNITS.GJ],
]);

/** Returns whether two units are the same. */
export function isSameUnit(one: ScaledUnit, other: ScaledUnit): boolean {
  return one.base === other.base && one.exponent === other.exponent && one.divisor === other.divisor;
}

/**
 * Unit that a meter or a reader spells out: `kWh`, `kwh`, `KWH`, `kVArh`, `kvarh`, `VAr`, `MWh`, `m³`, `GJ`, …. Absent when it is
 * none of {@link UNITS}, or when its prefix is not certain: `m` is milli, `M` is mega, and `mwh` could be either.
 */
export function unitSpelt(text: string): ScaledUnit | undefined {
  const other = OTHER_SPELLINGS.get(text);
  if (other !== undefined) return other;
  const [, prefix = "", unit = ""] = /^([mkKMG]?)(.*)$/.exec(text) ?? [];
  const base = BASE_SPELLINGS.get(unit.toLowerCase());
  const exponent = PREFIX_SPELLINGS.get(prefix);
  if (base === undefined || exponent === undefined) return undefined;
  return prefix === "m" && !STANDARD_SPELLINGS.has(unit) ? undefined : { base, exponent };
}
