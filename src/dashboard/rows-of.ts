import { type Freshness, freshnessOf, freshnessOfArrivals, paceOf } from "../history/freshness.ts";
import type { Latest } from "../history/latest.ts";
import { medianOf } from "../history/median.ts";
import type { TopicRecord } from "../intake/topic-store.ts";
import type { Now } from "../meter/now.ts";
import { QUANTITY } from "../meter/quantity.ts";
import { BASE_UNITS, UNITS } from "../meter/unit.ts";
import { scaledDecimal } from "../meter/wire/decimal.ts";
import type { Fact } from "../meter/wire/fact.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { ValueRow } from "./dashboard.ts";
import { factsOf } from "./facts-of.ts";
import { printable, printableTopic } from "./printable.ts";
import { groupOf } from "./row-group.ts";

/** Time within which the telegram of a value has been added. */
const TELEGRAM_MS = 1_000;
const MAX_PATH = 120;
const MAX_VALUE = 300;

/** The rows of one message, without their state, and the same with the state that each had last. */
interface Kept {
  readonly wire: WireOptions;
  readonly facts: readonly Omit<ValueRow, "state">[];
  rows: readonly ValueRow[];
}

/** Facts are cached per message, because pages ask more often than messages arrive. */
const kept = new WeakMap<TopicRecord, Kept>();

/** Circumstances of all rows of a meter. */
export interface RowContext {
  readonly prefix: string;
  readonly wire: WireOptions;
  readonly latest: Latest;
  /** False while there is no connection to the broker: then nothing is fresh. */
  readonly isConnected: boolean;
}

/** Returns the rows of one topic now. A row that is as it was before is the same object. */
export function rowsOf(
  record: TopicRecord,
  { prefix, wire, latest, isConnected }: RowContext,
  now: Now,
): readonly ValueRow[] {
  const known = kept.get(record);
  const { facts, rows } = known?.wire === wire ? known : { facts: rowFacts(record, prefix, wire), rows: [] };
  const next = facts.map((fact, i) => {
    const held = stateOf(fact, record, latest, now);
    const state = held === "fresh" && !isConnected ? "stale" : held;
    const before = rows[i];
    return before?.state === state ? before : { ...fact, state };
  });
  kept.set(record, { wire, facts, rows: next });
  return next;
}

function rowFacts(record: TopicRecord, prefix: string, wire: WireOptions): Omit<ValueRow, "state">[] {
  const topic = printableTopic(record.topic);
  const {
    facts,
    arrival,
    instants = {},
    isOfReader = false,
  } = factsOf(record, record.topic.slice(prefix.length + 1), wire);
  const common = {
    topic,
    retained: arrival.retained,
    count: record.count,
    ...(!isOfReader && intervalOf(record)),
  };
  // One row a path: what comes later under the same name is what holds.
  const rows = new Map<string, Fact>();
  for (const fact of facts) rows.set(printable(fact.path, MAX_PATH), fact);
  return [...rows].map(([path, fact], place) => ({
    id: `${topic}\n${path}`,
    place,
    ...fact,
    path,
    ...shownValue(fact),
    group: groupOf(fact.quantity),
    isKnown: isOfReader || fact.quantity !== undefined,
    ...common,
    atMonoMs: ((fact.quantity && instants[fact.quantity]) ?? arrival.at).monoMs,
  }));
}

/** Value and unit for people: counters in kilowatt-hours, everything else in its base unit. */
export function shownValue({ value, isNumber, quantity, unit }: Fact): Pick<ValueRow, "value" | "unit"> {
  const isCounter = isNumber && quantity !== undefined && QUANTITY.get(quantity)?.kind === "counter";
  const decimals = isCounter && unit !== undefined ? BASE_UNITS[unit].decimals : undefined;
  const shown = decimals && scaledDecimal(value, -UNITS[decimals].exponent);
  if (decimals && shown !== undefined) return { value: String(shown), unit: decimals };
  return { value: printable(value, MAX_VALUE), ...(unit !== undefined && { unit }) };
}

/** Usual time between two messages; absent for the reader's own topics. */
function intervalOf({ intervalsMs }: TopicRecord): { intervalMs?: number } {
  return intervalsMs.length === 0 ? {} : { intervalMs: Math.round(medianOf(intervalsMs)) };
}

function stateOf(fact: Omit<ValueRow, "state">, record: TopicRecord, latest: Latest, now: Now): ValueRow["state"] {
  if (!fact.isNumber) return "said";
  const pace = fact.quantity === undefined ? "instant" : paceOf(fact.quantity);
  // A sub-meter's value keeps its own pace, whatever the pace of the telegrams is that repeat it.
  if (fact.quantity !== undefined && pace === "sub-meter")
    return shownState(freshnessOf(latest, fact.quantity, now).state);
  const at = { ...record.at, monoMs: fact.atMonoMs };
  const { state } = freshnessOfArrivals(latest, pace, { ...record, at, retained: fact.retained }, now);
  return shownState(state === "fresh" ? stateOfArrival(fact, latest, now) : state);
}

/** A value that came live is fresh unless the wall, a moment later, has no value of that time: it may have been sent again. */
function stateOfArrival({ quantity, atMonoMs }: Omit<ValueRow, "state">, latest: Latest, now: Now): Freshness["state"] {
  const known = quantity && latest.known[quantity];
  if (!known || now.monoMs - atMonoMs < TELEGRAM_MS) return "fresh";
  return !known.retained && known.at.monoMs >= atMonoMs ? "fresh" : freshnessOf(latest, quantity, now).state;
}

/** States of the wall in the table: a value that the wall forgets after a day is out of date here. */
const SHOWN = { fresh: "fresh", stale: "stale", retained: "retained", absent: "stale" } as const satisfies Record<
  Freshness["state"],
  ValueRow["state"]
>;

/** State of a value in the table by that on the wall. */
export function shownState(state: Freshness["state"]): ValueRow["state"] {
  return SHOWN[state];
}
