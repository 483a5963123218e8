import type { EnergySpan } from "../history/backfill.ts";

/** Row of a file that is not used, and why. */
export interface Refusal {
  /** Place in the file, such as `line 12` or what stands for a line in a database. */
  readonly place: string;
  readonly why: string;
}

/** Energy that a file holds. */
export interface ReadSpans {
  readonly spans: readonly EnergySpan[];
  readonly refused: readonly Refusal[];
  /** Rows without any energy. */
  readonly empty: number;
  /** Remarks on what was assumed, one line each. */
  readonly notes?: readonly string[];
}

/** What a person may say about a file. */
export interface ReadOptions {
  /** Zone of times that are written without one. */
  readonly timeZone: string | undefined;
  /** The sensors or statistics whose sum is import, and those whose sum is export; none where the file shall tell. */
  readonly importIds: readonly string[];
  readonly exportIds: readonly string[];
  /** Unit of energy where the file does not say. */
  readonly unit: EnergyUnit;
  /** When the figures were taken where the file does not say, milliseconds since 1970. */
  readonly atMs: number | undefined;
  /** Now, milliseconds since 1970: what ends later is refused. */
  readonly nowMs: number;
}

/** Watt hours of each unit of energy. */
export const ENERGY_UNITS = { Wh: 1, kWh: 1_000, MWh: 1_000_000, GWh: 1_000_000_000 } as const;

/** Unit of energy, as files spell it. */
export type EnergyUnit = keyof typeof ENERGY_UNITS;

/** Watt hours of one of a unit, however it is spelled; undefined where it is none of energy. */
export function whOf(unit: string): number | undefined {
  const found = Object.entries(ENERGY_UNITS).find(([name]) => name.toLowerCase() === unit.trim().toLowerCase());
  return found?.[1];
}

const HOUR_MS = 3_600_000;
const MAX_SPAN_MS = 32 * 24 * HOUR_MS;
/** No house takes more: what does is in another unit. */
const MAX_W = 1_000_000;
/** Start of the century: what is earlier is no time of a smart meter. */
const FIRST_MS = Date.UTC(2000, 0, 1);

/** Why a span cannot be; undefined where it can. */
export function faultOf({ fromMs, toMs, importWh, exportWh, coverage }: EnergySpan, nowMs: number): string | undefined {
  if (toMs <= fromMs) return "it ends before it begins";
  if (fromMs < FIRST_MS) return "it is of a time before 2000";
  if (toMs > nowMs + HOUR_MS) return "it lies in the future";
  if (toMs - fromMs > MAX_SPAN_MS) return "it is longer than a month";
  if (!(coverage > 0 && coverage <= 1)) return "its coverage is not above 0 and at most 1";
  for (const wh of [importWh, exportWh]) {
    if (wh === undefined) continue;
    if (!Number.isFinite(wh) || wh < 0) return "its energy is no number of at least 0";
    if ((wh * HOUR_MS) / (toMs - fromMs) > MAX_W) return "it is more than a megawatt: check the unit";
  }
  return undefined;
}

/** Spans as rows of a file give them, sorted into those that can be and those that cannot. */
export class SpanList {
  readonly spans: EnergySpan[] = [];
  readonly refused: Refusal[] = [];
  empty = 0;
  readonly #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  add(span: EnergySpan, place: string): void {
    if (span.importWh === undefined && span.exportWh === undefined) {
      this.empty += 1;
      return;
    }
    const why = faultOf(span, this.#nowMs);
    if (why === undefined) this.spans.push(span);
    else this.refuse(place, why);
  }

  refuse(place: string, why: string): void {
    this.refused.push({ place, why });
  }
}
