import type { Phase } from "../meter/phases.ts";
import { PHASES } from "../meter/phases.ts";

/** Direction of energy, as names of quantities have it. */
export type Direction = "Import" | "Export";

/** Meaning of the words in a sensor's name; what they do not say is absent. */
export interface SensorWords {
  readonly direction?: Direction;
  readonly phase?: Phase;
  readonly tariff?: "T1" | "T2" | "T3" | "T4";
  /** OBIS groups C.D.E, where the name is the code of an object. */
  readonly obis?: string;
  /** Number from 1 to 3 that the name ends with, by which some count phases. */
  readonly number?: Phase;
  /** True where they tell of something else than the grid's meter. */
  readonly isOther: boolean;
}

/** Beginnings of words that tell of energy that goes out, by language; `^` for the beginning of a word alone. */
const EXPORT = {
  en: ["export", "return", "produc", "feed", "inject", "to grid", "to_grid", "to the grid", "minus", "surplus", "sold"],
  de: ["einspeis", "^liefer", "geliefert", "rücklief", "ruecklief", "abgabe"],
  nl: ["terug", "opgewekt", "opwek"],
  fr: ["injec", "réinjec", "revente", "vendu"],
  sv: ["inmat", "såld", "^sald"],
  no: ["eksport", "produks", "innmat", "levert", "solgt"],
  da: ["produkt", "leveret"],
  fi: ["^anto", "^annet", "tuot", "myyn", "myyt"],
  et: ["toode", "tootm", "müü", "väljast"],
  lt: ["atiduo", "generuo", "pagam"],
  es: ["vertid", "inyec"],
  it: ["immess", "prodott"],
} as const;

/** The same for energy that comes in. */
const IMPORT = {
  en: [
    "import",
    "consum",
    "deliver",
    "from grid",
    "from_grid",
    "plus",
    "purchas",
    "bought",
    "total in",
    "total_in",
    "usage",
    "used",
  ],
  de: ["bezug", "bezogen", "verbrauch", "entnahme"],
  nl: ["verbruik", "afname", "afgenomen"],
  fr: ["soutir", "consomm", "achet"],
  sv: ["förbruk", "forbruk", "f_rbruk", "uttag", "köpt", "^inköp"],
  no: ["uttak", "kjøpt"],
  da: ["forbrug"],
  fi: ["^otto", "^otettu", "kulu", "^osto", "^ostet"],
  et: ["tarbi", "^ost"],
  lt: ["suvarto", "vartoj", "gauta"],
  es: ["consumi"],
  it: ["preliev", "assorb"],
} as const;

/** Words of things that have a power of their own. */
const OTHERS = [
  "solar",
  "^pv",
  "inverter",
  "yield",
  "batter",
  "charg",
  "heat",
  "pump",
  "plug",
  "lamp",
  "light",
  "wash",
  "fridge",
  "^ac$",
  "wechselrichter",
  "wärmep",
  "^akku",
  "aurinko",
  "lämpöp",
  "varmep",
  "värmep",
  "solcell",
  "solcelle",
  "warmtep",
  "zonne",
  "panneau",
] as const;

const PHASE = /(?:phase|fase|fas|faas|faz[aeėi]|fāze|vaihe|(?:^|[^\p{L}])[lp])[ _-]?([123abc])(?![\p{L}\d])/iu;
const OBIS = /(?:^|[^\d.])(\d{1,2})[._](\d{1,2})[._](\d{1,2})(?!\d)/u;
const NUMBER = /(?:^|\D)([123])$/u;
const TARIFF = /(?:^|[^\p{L}])(?:t|tari(?:ff?|ef)\p{L}*)[ _-]?([1-4])(?!\d)/iu;

const [exports, imports, others] = [Object.values(EXPORT).flat(), Object.values(IMPORT).flat(), OTHERS].map(anyOf);

/** What the words of a sensor's name, its topic and its field tell. @param name alone */
export function wordsIn(label: string, name = ""): SensorWords {
  const direction = exports?.test(label) ? "Export" : imports?.test(label) ? "Import" : undefined;
  const [, mark = ""] = PHASE.exec(label) ?? [];
  const phase = PHASES["123".includes(mark) ? Number(mark) - 1 : "abc".indexOf(mark.toLowerCase())];
  const [, tariff] = TARIFF.exec(label) ?? [];
  const [, c, d, e] = OBIS.exec(label) ?? [];
  const number = PHASES[Number(NUMBER.exec(name)?.[1]) - 1];
  return {
    ...(direction && { direction }),
    ...(mark !== "" && phase && { phase }),
    ...(tariff !== undefined && { tariff: `T${tariff}` as NonNullable<SensorWords["tariff"]> }),
    ...(c !== undefined && { obis: `${c}.${d}.${e}` }),
    ...(number && { number }),
    isOther: others?.test(label) ?? false,
  };
}

/** Matches any of these words, at the place that their signs name. */
function anyOf(words: readonly string[]): RegExp {
  const patterns = words.map((word) => word.replace(/^\^/, "(?:^|[^\\p{L}])").replace(/\$$/, "(?![\\p{L}])"));
  return new RegExp(patterns.join("|"), "iu");
}
