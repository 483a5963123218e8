import { LRUCache } from "lru-cache";
import { History } from "../history/history.ts";
import type { KnownAt } from "../intake/known-at.ts";
import type { Scenario } from "../simulator/scenario.ts";
import { addPastDay, addSimulated, scenarioKnown } from "../simulator/scenario-history.ts";
import { dayWindow, instantAtMinute, pictureWindow } from "../simulator/scenario-time.ts";
import { type SimTelegram, simulate } from "../simulator/simulate.ts";
import { simulatedPast } from "../simulator/simulated-past.ts";
import { inSlices } from "./in-slices.ts";

/** Simulated house: its seed and its time zone. */
export interface SimulatedHouse {
  readonly seed: number;
  readonly timeZone: string;
  /** From telegram to telegram; 10 s by default. */
  readonly intervalMs?: number;
}

/** Local day of one scenario, simulated once: the history at its midnight, every telegram of the day, in order, and where it was left. */
interface ScenarioDay {
  readonly midnight: History;
  readonly items: readonly SimTelegram[];
  /** Main instant of the scenario. */
  readonly anchorMs: number;
  /** The day as far as it was last asked for. */
  told: ToldDay;
}

/** Part of a day: its history after so many of its telegrams. */
interface ToldDay {
  readonly history: History;
  count: number;
}

/** Days kept: each holds a history of fourteen months and a day of telegrams, which is megabytes. */
const DAYS_KEPT = 2;

/**
 * Readings known at any minute of a scenario's day, the same as if all before it had been simulated for that minute
 * alone. The fourteen months before and the nine days are simulated once, beside the process's other work, and a few are kept.
 */
export class ScenarioDays {
  readonly #house: SimulatedHouse;
  readonly #kept = new LRUCache<string, ScenarioDay>({ max: DAYS_KEPT });
  #making: { readonly id: string; readonly steps: Generator<void, ScenarioDay> } | undefined;

  constructor(house: SimulatedHouse) {
    this.#house = house;
  }

  /**
   * Readings known at a minute of the scenario's own local day, to be used before the next call: a later minute goes on with
   * the same history. For one caller at a time: what an abort interrupted goes on where it was when the same scenario is asked for next.
   * @param minute 0 to 1439, see `instantAtMinute`
   * @throws the signal's reason
   */
  async known(scenario: Scenario, minute: number, signal: AbortSignal): Promise<KnownAt> {
    const day = await this.#day(scenario, signal);
    return inSlices(knownAt(scenario, day, instantAtMinute(scenario, this.#house.timeZone, minute)), signal);
  }

  async #day(scenario: Scenario, signal: AbortSignal): Promise<ScenarioDay> {
    const kept = this.#kept.get(scenario.id);
    if (kept) return kept;
    if (this.#making?.id !== scenario.id) {
      this.#making = { id: scenario.id, steps: simulateDay(scenario, this.#house) };
    }
    try {
      const day = await inSlices(this.#making.steps, signal);
      this.#kept.set(scenario.id, day);
      this.#making = undefined;
      return day;
    } catch (thrown) {
      if (!signal.aborted) this.#making = undefined;
      throw thrown;
    }
  }
}

/** All before the scenario's day and that day itself, a day of the long past or a telegram a step. */
function* simulateDay(scenario: Scenario, house: SimulatedHouse): Generator<void, ScenarioDay> {
  const day = dayWindow(scenario, house.timeZone);
  const { fromMs } = pictureWindow(scenario, house.timeZone);
  const midnight = new History(house);
  for (const rows of simulatedPast({ scenario, ...house, fromMs, anchorMs: day.anchorMs })) {
    addPastDay(midnight, rows, fromMs);
    yield;
  }
  const items: SimTelegram[] = [];
  for (const item of simulate({ scenario, ...house, ...day, fromMs })) {
    if (item.atMs < day.fromMs) addSimulated(midnight, item, scenario);
    else items.push(item);
    yield;
  }
  return { midnight, items, anchorMs: day.anchorMs, told: { history: midnight.copy(), count: 0 } };
}

/** Readings known at an instant of the day; takes one telegram per step, from where the day was left or from midnight. */
function* knownAt(scenario: Scenario, day: ScenarioDay, atMs: number): Generator<void, KnownAt> {
  const { midnight, items, anchorMs } = day;
  const last = items[day.told.count - 1];
  if (last !== undefined && last.atMs > atMs) day.told = { history: midnight.copy(), count: 0 };
  const { told } = day;
  for (let item = items[told.count]; item !== undefined && item.atMs <= atMs; item = items[told.count]) {
    addSimulated(told.history, item, scenario);
    told.count++;
    yield;
  }
  return scenarioKnown(scenario, told.history, atMs, anchorMs);
}
