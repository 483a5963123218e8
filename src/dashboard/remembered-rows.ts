import { freshnessOf } from "../history/freshness.ts";
import type { Known, Latest } from "../history/latest.ts";
import type { Now } from "../meter/now.ts";
import { obisCodeOf, QUANTITIES, type Quantity } from "../meter/quantity.ts";
import { quantityFact } from "../meter/wire/fact.ts";
import type { ValueRow } from "./dashboard.ts";
import { printableTopic } from "./printable.ts";
import { groupOf } from "./row-group.ts";
import { type RowContext, shownState, shownValue } from "./rows-of.ts";

/** Rows by what is known, so that one that is as it was before is the same object. */
const kept = new WeakMap<Known, ValueRow>();

/**
 * Rows of quantities that came in an earlier message of a topic but not in its last: senders take turns with short and
 * full telegrams. Totals that were summed here have no row.
 * @param shown quantities that have a row
 */
export function rememberedRows(shown: ReadonlySet<Quantity>, context: RowContext, now: Now): readonly ValueRow[] {
  return QUANTITIES.flatMap((each, place) => {
    const { key } = each;
    const known = context.latest.known[key];
    if (known === undefined || known.summed || shown.has(key)) return [];
    return [rememberedRow(key, `obis ${obisCodeOf(each)}`, place, known, context, now)];
  });
}

function rememberedRow(
  quantity: Quantity,
  path: string,
  place: number,
  known: Known,
  { prefix, latest, isConnected }: RowContext,
  now: Now,
): ValueRow {
  const state = stateOf(latest, quantity, isConnected, now);
  const before = kept.get(known);
  if (before?.state === state) return before;
  const topic = printableTopic(prefix);
  const fact = quantityFact("", quantity, known.value);
  const row: ValueRow = {
    id: `${topic}\n${path}`,
    place,
    ...fact,
    path,
    ...shownValue(fact),
    group: groupOf(quantity),
    isKnown: true,
    topic,
    retained: known.retained,
    count: known.intervalsMs.length + 1,
    atMonoMs: known.at.monoMs,
    state,
  };
  kept.set(known, row);
  return row;
}

function stateOf(latest: Latest, quantity: Quantity, isConnected: boolean, now: Now): ValueRow["state"] {
  const state = shownState(freshnessOf(latest, quantity, now).state);
  return state === "fresh" && !isConnected ? "stale" : state;
}
