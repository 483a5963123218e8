import type { Latest } from "../history/latest.ts";
import type { MinuteRing } from "../history/minute-ring.ts";
import { startOfLocalHour } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { PHASE_QUANTITIES, PHASES } from "../meter/quantity.ts";
import { type KnownValue, knownValue, leastTrusted } from "./known-value.ts";
import { meanNetPowerW } from "./net-power.ts";
import type { PowerView, ShownPower } from "./view.ts";

const KILO = 1_000;
/** Back to watts only well below the kilowatt, so that the unit does not flicker. */
const BACK_TO_WATTS = 900;
/** A shown number moves when the value has left its digit by more than this share of a step. */
const DEAD_BAND = 0.65;

/** Net power now, as a number and as it stands on the display; `before` is what was last drawn. */
export function powerView(
  latest: Latest,
  minutes: MinuteRing,
  now: Now,
  timeZone: string,
  before?: ShownPower,
): PowerView {
  const { netW, ...trust } = netPower(latest, now);
  const hourMeanW = now.clockSet
    ? meanNetPowerW(minutes, startOfLocalHour(now.wallMs, timeZone), now.wallMs)
    : undefined;
  const hour = hourMeanW === undefined ? {} : { hourMeanW };
  return netW === undefined ? { ...trust, ...hour } : { ...trust, ...hour, netW, shown: shownPower(netW, before) };
}

/** Net power from the total registers, or from the phases where the meter has no total. */
function netPower(latest: Latest, now: Now): KnownValue & { netW?: number } {
  const total = difference(
    knownValue(latest, "activePowerImportW", now),
    knownValue(latest, "activePowerExportW", now),
  );
  if (total.netW !== undefined) return total;
  const phases = PHASES.map((phase) =>
    difference(
      knownValue(latest, PHASE_QUANTITIES[phase].importW, now),
      knownValue(latest, PHASE_QUANTITIES[phase].exportW, now),
    ),
  ).filter((phase) => phase.netW !== undefined);
  if (phases.length === 0) return { state: "absent" };
  return { ...leastTrusted(phases), netW: phases.reduce((sum, phase) => sum + (phase.netW ?? 0), 0) };
}

function difference(imported: KnownValue, exported: KnownValue): KnownValue & { netW?: number } {
  if (imported.value === undefined && exported.value === undefined) return { state: "absent" };
  return { ...leastTrusted([imported, exported]), netW: (imported.value ?? 0) - (exported.value ?? 0) };
}

/** The power to draw: the unit with hysteresis, the value rounded to its step and kept while it is within the dead band. */
export function shownPower(netW: number, before?: ShownPower): ShownPower {
  const magnitude = Math.round(Math.abs(netW) / 10) * 10; // as watts would show it: 996 W is 1,0 kW, never 1000 W
  const unit = magnitude >= KILO || (before?.unit === "kW" && magnitude >= BACK_TO_WATTS) ? "kW" : "W";
  const stepW = unit === "kW" ? 100 : 10;
  if (before?.unit === unit && Math.abs(netW - before.valueW) <= stepW * DEAD_BAND) return before;
  return { valueW: Math.round(netW / stepW) * stepW + 0, unit }; // + 0: zero has no sign
}
