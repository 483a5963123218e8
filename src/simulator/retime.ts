import { localIso } from "../meter/local-time.ts";
import type { SimTelegram, SimValues } from "./simulate.ts";

/** Mapping from simulated to real time. */
export interface RetimeOptions {
  /** The simulated instant that is to happen at `toMs`. */
  readonly fromMs: number;
  /** The real instant, in milliseconds since 1970 UTC. */
  readonly toMs: number;
  /** Simulated seconds per real second, above 0. */
  readonly speed: number;
  readonly timeZone: string;
}

/** The same telegrams at other instants, the meter's clock set to them: what was simulated is played in real time. */
export function* retime(
  telegrams: Iterable<SimTelegram>,
  { fromMs, toMs, speed, timeZone }: RetimeOptions,
): Generator<SimTelegram> {
  for (const telegram of telegrams) {
    const atMs = toMs + (telegram.atMs - fromMs) / speed;
    if ("status" in telegram) yield { ...telegram, atMs };
    else yield { ...telegram, atMs, meterClock: localIso(atMs, timeZone), ...movedInstants(telegram, atMs) };
  }
}

/** Times of values that were read before the telegram: as long before it as they were. */
function movedInstants({ atMs: fromMs, instants }: SimValues, toMs: number): Pick<SimValues, "instants"> {
  if (!instants) return {};
  return { instants: Object.fromEntries(Object.entries(instants).map(([key, atMs]) => [key, toMs - (fromMs - atMs)])) };
}
