import type { History } from "../history/history.ts";
import { type NetRegisters, netOf, netRegisters } from "../history/net-registers.ts";
import type { Now } from "../meter/now.ts";
import { QUANTITIES, type Quantity } from "../meter/quantity.ts";
import { wallTimeOf } from "./wall-time.ts";

const MINUTE_MS = 60_000;

/** Mean net power between two instants from the minutes that are known, watts; undefined where none is. */
export type MeanNetPower = (fromMs: number, toMs: number) => number | undefined;

/** The means of a meter's past net power, by what is known of its registers at `now`. */
export function meanNetPower(history: Pick<History, "minutes" | "latest">, phases: 1 | 3, now: Now): MeanNetPower {
  const { minutes } = history;
  const waysAt = netWays(history, phases, now);
  const netW = (atMs: number) =>
    waysAt(atMs + MINUTE_MS - 1)
      .map((way) => netOf(way, (quantity) => minutes.minute(quantity, atMs)?.mean))
      .find((net) => net !== undefined);
  return (fromMs, toMs) => {
    let sum = 0;
    let known = 0;
    for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
      const net = netW(atMs);
      if (net === undefined) continue;
      sum += net;
      known++;
    }
    return known === 0 ? undefined : sum / known;
  };
}

/** The ways to net power at an instant: a meter has a quantity from when it was first heard of, not before. */
function netWays(
  { minutes, latest }: Pick<History, "minutes" | "latest">,
  phases: 1 | 3,
  now: Now,
): (atMs: number) => readonly NetRegisters[] {
  const firstMs = new Map<Quantity, number>();
  for (const { key, unit } of QUANTITIES) {
    const heardAt = latest.heardOf[key];
    const times = [heardAt && wallTimeOf(heardAt, now), minutes.firstMs(key)].filter((ms) => ms !== undefined);
    if (unit === "W" && times.length > 0) firstMs.set(key, Math.min(...times));
  }
  const made = new Map<number, readonly NetRegisters[]>();
  return (atMs) => {
    const has = (quantity: Quantity) => (firstMs.get(quantity) ?? Infinity) <= atMs;
    const count = [...firstMs.values()].filter((ms) => ms <= atMs).length;
    const ways = made.get(count) ?? netRegisters(has, phases);
    made.set(count, ways);
    return ways;
  };
}
