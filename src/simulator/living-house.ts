import { startOfLocalDay } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import type { Reading } from "../meter/reading.ts";
import { scenarioOf } from "./scenario.ts";
import { type SimTelegram, simulate } from "./simulate.ts";

/** A simulated house with a past until now and a future. */
export interface LivingHouse {
  /** Readings of its meter in the past eight days, at their own times. */
  readonly past: readonly Reading[];
  /** Telegrams to come, from the first one after now; never ends. */
  readonly ahead: Iterable<SimTelegram>;
}

const PAST_DAYS = 8;

/** A house on an ordinary day in this zone. @param now both clocks at the instant between past and future */
export function livingHouse(seed: number, timeZone: string, now: Now): LivingHouse {
  const house = simulate({
    scenario: scenarioOf("day"),
    seed,
    timeZone,
    fromMs: startOfLocalDay(now.wallMs, timeZone, -PAST_DAYS),
    toMs: Number.POSITIVE_INFINITY,
  });
  const past: Reading[] = [];
  for (let item = house.next(); !item.done; item = house.next()) {
    if (item.value.atMs > now.wallMs) return { past, ahead: chain(item.value, house) };
    if ("status" in item.value) continue;
    const { atMs, values } = item.value;
    const at: Now = { wallMs: atMs, monoMs: atMs - now.wallMs + now.monoMs, clockSet: true };
    past.push({ values, at, retained: false });
  }
  return { past, ahead: [] };
}

/** The reader was there all along, so its birth comes first. */
function* chain(first: SimTelegram, rest: Iterable<SimTelegram>): Generator<SimTelegram> {
  yield { atMs: first.atMs, status: "online" };
  yield first;
  yield* rest;
}
