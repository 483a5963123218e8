import { PHASE_QUANTITIES, PHASES, type Phase } from "../meter/phases.ts";
import type { Quantity, Values } from "../meter/quantity.ts";

/** What is special about the meter of a scenario. */
export interface MeterStory {
  /** It reports no voltage of any phase. */
  readonly withoutVoltages?: true;
  /** The phase of which it reports nothing. */
  readonly silentPhase?: Phase;
  /** When another meter took its place, minutes from the main instant; its counters begin at zero. */
  readonly exchangedMin?: number;
  /** A gas and a water meter are connected to it. */
  readonly hasSubMeters?: true;
}

/** Values of one telegram as the meter of a story sends them. */
export interface MeterTelegram {
  /** Whole W, var, Wh and varh; tenths of A and V; thousandths of m³. */
  readonly values: Values;
  /** Instants of values that are older than the telegram, milliseconds since 1970 UTC. */
  readonly instants?: { readonly [Q in Quantity]?: number };
  /** True for the first telegram of a meter that took the place of another. */
  readonly isNewMeter?: true;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Counters of active and reactive energy, which begin at zero in a new meter. */
export const COUNTERS = [
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "reactiveEnergyImportVarh",
  "reactiveEnergyExportVarh",
] as const satisfies readonly Quantity[];

/** Meters on the channels of the electricity meter: how often each is read, its use, m³ a day, and how much that swings. */
const SUB_METERS = [
  { key: "gasVolumeC1M3", everyMs: HOUR_MS, start: 1_843.2, perDay: 6.7, swing: 0.9 },
  { key: "waterVolumeC2M3", everyMs: 5 * MINUTE_MS, start: 412.6, perDay: 0.31, swing: 0.04 },
] as const satisfies readonly { readonly key: Quantity; readonly [figure: string]: unknown }[];

/** Function that tells, telegram by telegram in order, what a meter sends in place of the usual one's values. */
export function meterStory(story: MeterStory = {}, anchorMs: number): (atMs: number, values: Values) => MeterTelegram {
  const { exchangedMin, hasSubMeters } = story;
  const lacking = new Set<Quantity>(lackingOf(story));
  const exchangedMs = anchorMs + (exchangedMin ?? Number.POSITIVE_INFINITY) * MINUTE_MS;
  let removed: Values | undefined;
  return (atMs, all) => {
    const entries = Object.entries(all).filter(([key]) => !lacking.has(key as Quantity));
    const values: Values = Object.fromEntries(entries);
    const isNewMeter = removed === undefined && atMs >= exchangedMs && atMs - exchangedMs < HOUR_MS;
    if (isNewMeter) removed = values;
    return {
      values: { ...values, ...sinceExchange(values, removed), ...(hasSubMeters && subMeterValues(atMs)) },
      ...(isNewMeter && { isNewMeter }),
      ...(hasSubMeters && { instants: Object.fromEntries(SUB_METERS.map((row) => [row.key, readAt(row, atMs)])) }),
    };
  };
}

function lackingOf({ withoutVoltages, silentPhase }: MeterStory): readonly Quantity[] {
  const voltages = withoutVoltages ? PHASES.map((phase) => PHASE_QUANTITIES[phase].voltageV) : [];
  return [...voltages, ...(silentPhase ? Object.values(PHASE_QUANTITIES[silentPhase]) : [])];
}

/** Counters of a meter that was at zero when the one before it was at these values. */
function sinceExchange(values: Values, removed: Values | undefined): Values {
  if (!removed) return {};
  return Object.fromEntries(COUNTERS.map((key) => [key, (values[key] ?? 0) - (removed[key] ?? 0)]));
}

/** The counters as they were read last: they never fall, since the swing is less than the use. */
function subMeterValues(atMs: number): Values {
  const rows = SUB_METERS.map((row) => {
    const days = readAt(row, atMs) / (24 * HOUR_MS);
    const fromStart = days - 20_454; // 1 January 2026
    const counter = row.start + row.perDay * fromStart + row.swing * Math.sin(2 * Math.PI * days);
    return [row.key, Math.round(counter * 1_000) / 1_000] as const;
  });
  return Object.fromEntries(rows);
}

function readAt({ everyMs }: { readonly everyMs: number }, atMs: number): number {
  return Math.floor(atMs / everyMs) * everyMs;
}
