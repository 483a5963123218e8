/** The base units in which values are kept, with COSEM's code of each. @source IEC 62056-6-2 table 4 */
export const COSEM_UNITS = { W: 27, var: 29, Wh: 30, varh: 32, A: 33, V: 35, Hz: 44 } as const;

/** One of the base units. */
export type Unit = keyof typeof COSEM_UNITS;

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

const BASES = Object.keys(COSEM_UNITS) as readonly Unit[];
const PREFIX_ENTRIES = Object.entries(PREFIXES) as readonly (readonly [Prefix, number])[];

/** Every unit in which a value may be sent, by its name. */
export const UNITS = Object.fromEntries(
  BASES.flatMap((base) => PREFIX_ENTRIES.map(([prefix, exponent]) => [`${prefix}${base}`, { base, exponent }])),
) as Readonly<Record<UnitName, ScaledUnit>>;

/** Names of all units in {@link UNITS}, those of one base unit together, the smallest first. */
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];

const PREFIX_SPELLINGS: ReadonlyMap<string, number> = new Map([...PREFIX_ENTRIES, ["K", PREFIXES.k]]);
const BASE_SPELLINGS: ReadonlyMap<string, Unit> = new Map(BASES.map((base) => [base.toLowerCase(), base]));
/** How the standards spell base units; before any other spelling a small `m` may be a mega of somebody without capitals. */
const STANDARD_SPELLINGS: ReadonlySet<string> = new Set([...BASES, "VAr", "VArh"]);

/**
 * The unit that a meter or a reader spells out: `kWh`, `kwh`, `KWH`, `kVArh`, `kvarh`, `VAr`, `MWh`, …. Absent when it is
 * none of {@link UNITS}, or when its prefix is not certain: `m` is milli, `M` is mega, and `mwh` could be either.
 */
export function unitSpelt(text: string): ScaledUnit | undefined {
  const [, prefix = "", unit = ""] = /^([mkKMG]?)(.*)$/.exec(text) ?? [];
  const base = BASE_SPELLINGS.get(unit.toLowerCase());
  const exponent = PREFIX_SPELLINGS.get(prefix);
  if (base === undefined || exponent === undefined) return undefined;
  return prefix === "m" && !STANDARD_SPELLINGS.has(unit) ? undefined : { base, exponent };
}
