import type { MinuteRing } from "../history/minute-ring.ts";
import { PHASE_QUANTITIES, PHASES } from "../meter/quantity.ts";

const MINUTE_MS = 60_000;

/** Mean net power between two instants from the minutes that are known, watts; undefined where none is. */
export function meanNetPowerW(minutes: MinuteRing, fromMs: number, toMs: number): number | undefined {
  let sum = 0;
  let known = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
    const netW = minuteNetW(minutes, atMs);
    if (netW === undefined) continue;
    sum += netW;
    known++;
  }
  return known === 0 ? undefined : sum / known;
}

function minuteNetW(minutes: MinuteRing, atMs: number): number | undefined {
  const imported = minutes.minute("activePowerImportW", atMs)?.mean;
  const exported = minutes.minute("activePowerExportW", atMs)?.mean;
  if (imported !== undefined || exported !== undefined) return (imported ?? 0) - (exported ?? 0);
  return phasesNetW(minutes, atMs);
}

function phasesNetW(minutes: MinuteRing, atMs: number): number | undefined {
  const known = PHASES.flatMap((phase) => {
    const imported = minutes.minute(PHASE_QUANTITIES[phase].importW, atMs)?.mean;
    const exported = minutes.minute(PHASE_QUANTITIES[phase].exportW, atMs)?.mean;
    return imported === undefined && exported === undefined ? [] : [(imported ?? 0) - (exported ?? 0)];
  });
  return known.length === 0 ? undefined : known.reduce((sum, netW) => sum + netW, 0);
}
