import { type Freshness, freshnessOf, freshnessOfArrivals } from "../history/freshness.ts";
import type { Latest } from "../history/latest.ts";
import { medianOf } from "../history/median.ts";
import type { TopicRecord } from "../intake/topic-store.ts";
import type { Now } from "../meter/now.ts";
import { QUANTITY } from "../meter/quantity.ts";
import { READER_TOPICS } from "../meter/wire/reader-topics.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { ValueRow } from "./dashboard.ts";
import { factsOf } from "./facts-of.ts";
import { printable } from "./printable.ts";
import { printableTopic } from "./printable-topic.ts";
import type { RowFacts } from "./row-facts.ts";

/** Within this the telegram that a value is of has been taken in. */
const TELEGRAM_MS = 1_000;
const MAX_PATH = 120;
const MAX_VALUE = 300;

/** The rows of one message, without their state, and the same with the state that each had last. */
interface Kept {
  readonly wire: WireOptions;
  readonly facts: readonly Omit<ValueRow, "state">[];
  rows: readonly ValueRow[];
}

/** Messages come far more seldom than pages ask: what is found in one is found once. */
const kept = new WeakMap<TopicRecord, Kept>();

/** The rows of one topic now. A row that is as it was before is the same object. */
export function rowsOf(
  record: TopicRecord,
  prefix: string,
  wire: WireOptions,
  latest: Latest,
  now: Now,
): readonly ValueRow[] {
  const known = kept.get(record);
  const { facts, rows } = known?.wire === wire ? known : { facts: rowFacts(record, prefix, wire), rows: [] };
  const next = facts.map((fact, i) => {
    const state = stateOf(fact, record, latest, now);
    const before = rows[i];
    return before?.state === state ? before : { ...fact, state };
  });
  kept.set(record, { wire, facts, rows: next });
  return next;
}

function rowFacts(record: TopicRecord, prefix: string, wire: WireOptions): Omit<ValueRow, "state">[] {
  const relative = record.topic.slice(prefix.length + 1);
  const topic = printableTopic(record.topic);
  const { at, retained } = arrivalOf(record, relative);
  const common = { topic, atMonoMs: at.monoMs, retained, count: record.count, ...intervalOf(record) };
  // One row a path: what comes later under the same name is what holds.
  const rows = new Map<string, RowFacts>();
  for (const fact of factsOf(record, relative, wire)) rows.set(printable(fact.path, MAX_PATH), fact);
  return [...rows].map(([path, { value, ...fact }], place) => ({
    id: `${topic}\n${path}`,
    place,
    ...fact,
    path,
    value: printable(value, MAX_VALUE),
    ...common,
  }));
}

/** A raw telegram came with the message that ended it, which need not be the last one. */
function arrivalOf(record: TopicRecord, relative: string): { readonly at: Now; readonly retained: boolean } {
  return relative === READER_TOPICS.raw && record.telegram ? record.telegram : record;
}

function intervalOf({ intervalsMs }: TopicRecord): { intervalMs?: number } {
  return intervalsMs.length === 0 ? {} : { intervalMs: Math.round(medianOf(intervalsMs)) };
}

function stateOf(fact: Omit<ValueRow, "state">, record: TopicRecord, latest: Latest, now: Now): ValueRow["state"] {
  if (!fact.isNumber) return "said";
  const kind = QUANTITY.get(fact.quantity ?? "")?.kind ?? "instant";
  const at = { ...record.at, monoMs: fact.atMonoMs };
  const { state } = freshnessOfArrivals(latest, kind, { ...record, at, retained: fact.retained }, now);
  return SHOWN[state === "fresh" ? stateOfArrival(fact, latest, now) : state];
}

/** What came live is fresh unless the wall, a moment later, knows no value from then: it may have been sent again. */
function stateOfArrival({ quantity, atMonoMs }: Omit<ValueRow, "state">, latest: Latest, now: Now): Freshness["state"] {
  const known = quantity && latest.known[quantity];
  if (!known || now.monoMs - atMonoMs < TELEGRAM_MS) return "fresh";
  return !known.retained && known.at.monoMs >= atMonoMs ? "fresh" : freshnessOf(latest, quantity, now).state;
}

/** What the wall forgets after a day stands in a table as what it is. */
const SHOWN = { fresh: "fresh", stale: "stale", retained: "retained", absent: "stale" } as const satisfies Record<
  Freshness["state"],
  ValueRow["state"]
>;
