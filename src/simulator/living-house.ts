import type { History } from "../history/history.ts";
import { startOfLocalDay } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import type { Reading } from "../meter/reading.ts";
import { scenarioOf } from "./scenario.ts";
import { addPast } from "./scenario-history.ts";
import { ownInstant } from "./scenario-time.ts";
import { type SimTelegram, simulate } from "./simulate.ts";
import type { PastOptions } from "./simulated-past.ts";

/** A simulated house with a past until now and a future. */
export interface LivingHouse {
  /** Adds to a new history what its meter did until now: fourteen months by the hour, the last eight days by the telegram. */
  fill(history: History): void;
  /** Telegrams to come, from the first one after now; never ends. */
  readonly ahead: Iterable<SimTelegram>;
}

const PAST_DAYS = 8;

/** A house on an ordinary day in this zone. @param now both clocks at the instant between past and future */
export function livingHouse(seed: number, timeZone: string, now: Now): LivingHouse {
  const scenario = scenarioOf("day");
  const fromMs = startOfLocalDay(now.wallMs, timeZone, -PAST_DAYS);
  const before = { scenario, seed, timeZone, fromMs, anchorMs: ownInstant(scenario, timeZone) };
  const house = simulate({ ...before, toMs: Number.POSITIVE_INFINITY });
  const past: Reading[] = [];
  for (let item = house.next(); !item.done; item = house.next()) {
    if (item.value.atMs > now.wallMs) return { fill: filling(before, past), ahead: chain(item.value, house) };
    if ("status" in item.value) continue;
    const { atMs, values } = item.value;
    const at: Now = { wallMs: atMs, monoMs: atMs - now.wallMs + now.monoMs, clockSet: true };
    past.push({ values, at, retained: false });
  }
  return { fill: filling(before, past), ahead: [] };
}

function filling(before: PastOptions, past: readonly Reading[]): LivingHouse["fill"] {
  return (history) => {
    addPast(history, before);
    for (const reading of past) history.add(reading);
  };
}

/** The reader was there all along, so its birth comes first. */
function* chain(first: SimTelegram, rest: Iterable<SimTelegram>): Generator<SimTelegram> {
  yield { atMs: first.atMs, status: "online" };
  yield first;
  yield* rest;
}
