import { PHASE_QUANTITIES, PHASES, type Phase } from "../../meter/phases.ts";
import { knownValue } from "../known-value.ts";
import { hasLongHadRoom, overloadSince } from "../overload.ts";
import type { PartInput } from "../part.ts";

/** The alarm of an overload, which everything that acts on one follows: pictures, the refresh policy, what is published. */
export interface AlarmView {
  /** A phase may be just below its fuse again. */
  readonly isOn: boolean;
  /** Beginning of the overload, wall milliseconds; absent while there is none or the clock is not set. */
  readonly sinceMs?: number;
}

/** Part of the view: the alarm. Only currents that are fresh give one. */
export const alarm = {
  key: "alarm",
  needs: [],
  build: (input: PartInput): AlarmView => {
    const { history, now, meter } = input;
    const beginnings = PHASES.slice(0, meter.phases).flatMap((name) => {
      const { state } = knownValue(history.latest, PHASE_QUANTITIES[name].currentA, now);
      return state === "fresh" ? (overSince(name, input) ?? []) : [];
    });
    if (beginnings.length === 0) return { isOn: false };
    return { isOn: true, ...(now.clockSet && { sinceMs: Math.min(...beginnings) }) };
  },
} as const;

const MINUTE_MS = 60_000;
/** An overload is looked for this far back, milliseconds. */
const LONGEST_MS = 120 * MINUTE_MS;

/** Beginning of a phase's overload, wall milliseconds; undefined while it has none. */
function overSince(phase: Phase, { history, now, meter }: PartInput): number | undefined {
  const samples = history.recentCurrents.of(phase);
  if (hasLongHadRoom(samples, meter.mainFuseA)) return undefined;
  const loads = samples.map(({ at, currentA }) => ({ atMs: now.wallMs - (now.monoMs - at.monoMs), currentA }));
  const toMs = Math.floor((loads[0]?.atMs ?? now.wallMs) / MINUTE_MS) * MINUTE_MS;
  const past = history.past(now, meter.phases);
  const { currentA } = PHASE_QUANTITIES[phase];
  const minutes = () => past?.buckets(currentA, toMs - LONGEST_MS, toMs, MINUTE_MS) ?? [];
  return overloadSince({ loads, minutes }, meter.mainFuseA, now.wallMs);
}
