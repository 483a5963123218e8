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
} as const;

/** One of the base units. */
export type Unit = keyof typeof BASE_UNITS;

/** SI prefixes that meters and readers use, as powers of ten. */
const PREFIXES = { m: -3, "": 0, k: 3, M: 6, G: 9 } as const;
type Prefix = keyof typeof PREFIXES;

/** A base unit with one of the prefixes in front: `kWh`, `mA`, `V`. */
export type UnitName = `${Prefix}${Unit}`;

/** A base unit and the power of ten to it: `W` and 3 for kW. */
export interface ScaledUnit {
  readonly base: Unit;
  readonly exponent: number;
}

const BASES = Object.keys(BASE_UNITS) as readonly Unit[];
const PREFIX_ENTRIES = Object.entries(PREFIXES) as readonly (readonly [Prefix, number])[];

/** Every unit in which a value may be sent, by its name. */
export const UNITS = Object.fromEntries(
  BASES.flatMap((base) => PREFIX_ENTRIES.map(([prefix, exponent]) => [`${prefix}${base}`, { base, exponent }])),
) as Readonly<Record<UnitName, ScaledUnit>>;

/** Names of all units in {@link UNITS}, those of one base unit together, the smallest first. */
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];

const PREFIX_SPELLINGS: ReadonlyMap<string, number> = new Map([...PREFIX_ENTRIES, ["K", PREFIXES.k]]);
const BASE_SPELLINGS: ReadonlyMap<string, Unit> = new Map(BASES.map((base) => [base.toLowerCase(), base]));
/** Spellings of the standards; before any other spelling a small `m` may be a mega of somebody without capitals. */
const STANDARD_SPELLINGS: ReadonlySet<string> = new Set(BASES.flatMap((base) => [base, BASE_UNITS[base].spelling]));

/**
 * Unit that a meter or a reader spells out: `kWh`, `kwh`, `KWH`, `kVArh`, `kvarh`, `VAr`, `MWh`, …. Absent when it is
 * none of {@link UNITS}, or when its prefix is not certain: `m` is milli, `M` is mega, and `mwh` could be either.
 */
export function unitSpelt(text: string): ScaledUnit | undefined {
  const [, prefix = "", unit = ""] = /^([mkKMG]?)(.*)$/.exec(text) ?? [];
  const base = BASE_SPELLINGS.get(unit.toLowerCase());
  const exponent = PREFIX_SPELLINGS.get(prefix);
  if (base === undefined || exponent === undefined) return undefined;
  return prefix === "m" && !STANDARD_SPELLINGS.has(unit) ? undefined : { base, exponent };
}
