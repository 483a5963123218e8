import type { History } from "../history/history.ts";
import type { FailureRecord, FailureStore } from "../intake/failure-store.ts";
import type { TopicStore } from "../intake/topic-store.ts";
import { hexOf } from "../meter/bytes.ts";
import type { Now } from "../meter/now.ts";
import { wallTimeOf } from "../meter/wall-time.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { LinkState } from "../source/link-state.ts";
import { balanceView } from "../view/parts/balance.ts";
import { chart } from "../view/parts/chart.ts";
import { statusView } from "../view/parts/life.ts";
import { phaseViews } from "../view/parts/phases.ts";
import { hourMean, powerNow, type ShownPower } from "../view/parts/power.ts";
import { totalsView } from "../view/parts/totals.ts";
import type { Dashboard, DashboardView, FailureRow, ReaderState, ValueRow } from "./dashboard.ts";
import { printable, printableTopic } from "./printable.ts";
import { rememberedRows } from "./remembered-rows.ts";
import { failureOrder, rowOrder } from "./row-order.ts";
import { rowsOf } from "./rows-of.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A meter has a hundred values; no meter has a thousand topics of two hundred each. */
const MAX_ROWS = 5_000;
const MAX_REASON = 500;

/** Parts of which a dashboard is made. */
export interface DashboardParts {
  readonly meter: {
    readonly name: string;
    readonly prefix: string;
    readonly mainFuseA: number;
    readonly phases: 1 | 3;
    readonly timeZone: string;
  };
  /** The meter's intake; only what it keeps is read. */
  readonly intake: { readonly topics: TopicStore; readonly failures: FailureStore; readonly wire: WireOptions };
  readonly history: History;
  readonly link: LinkState;
  readonly locale: string;
}

/**
 * Everything of one meter that a page of values shows at `now`. The same parts and `now` give the same; rows and failures
 * that are as they were before are the same objects, so that a comparison is cheap.
 * @param before the power as it was last shown, so that its last digit is steady
 */
export function dashboardOf(parts: DashboardParts, now: Now, before?: ShownPower): Dashboard {
  const { meter, intake, history, link } = parts;
  return {
    clock: now,
    meter: meter.name,
    prefix: meter.prefix,
    broker: {
      kind: link.kind,
      ...(link.end && { end: link.end }),
      ...(link.reason !== undefined && { reason: printable(link.reason, MAX_REASON) }),
      ...(link.fault && { fault: link.fault }),
      sinceMonoMs: link.since.monoMs,
    },
    reader: readerOf(parts, now),
    view: viewOf(parts, now, before),
    chart: chart.build({ history, link, meter, now: atWholeMinute(now) }, {}),
    ...allRows(parts, now),
    failures: intake.failures.all().map(failureRow).sort(failureOrder),
  };
}

function allRows(
  { meter, intake, history, link }: DashboardParts,
  now: Now,
): Pick<Dashboard, "rows" | "topicsLeftOut"> {
  const rows: ValueRow[] = [];
  let topicsLeftOut = 0;
  const { prefix } = meter;
  const context = { prefix, wire: intake.wire, latest: history.latest, isConnected: link.kind === "connected" };
  for (const record of intake.topics.all()) {
    // Topics after the first that finds no room are not looked at: this runs with every telegram.
    const more = topicsLeftOut === 0 ? rowsOf(record, context, now) : [];
    if (topicsLeftOut > 0 || rows.length + more.length > MAX_ROWS) topicsLeftOut += 1;
    else rows.push(...more);
  }
  const shown = new Set(rows.flatMap(({ quantity }) => quantity ?? []));
  if (topicsLeftOut === 0) rows.push(...rememberedRows(shown, context, now));
  return { rows: rows.sort(rowOrder), topicsLeftOut };
}

function atWholeMinute(now: Now): Now {
  const sinceMs = now.wallMs - wholeMinute(now.wallMs);
  return { ...now, wallMs: now.wallMs - sinceMs, monoMs: now.monoMs - sinceMs };
}

function wholeMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

/** Instant at which anything last came, or the last full minute where that is later: a mean until now would change with every message. */
function lastChangeOf({ latest }: DashboardParts["history"], now: Now): Now {
  const arrivedMs = latest.arrivedAt && wallTimeOf(latest.arrivedAt, now);
  const sinceMs = now.wallMs - Math.max(wholeMinute(now.wallMs), arrivedMs ?? -Infinity);
  return { ...now, wallMs: now.wallMs - sinceMs, monoMs: now.monoMs - sinceMs };
}

function viewOf({ meter, history, link, locale }: DashboardParts, now: Now, before?: ShownPower): DashboardView {
  const { name, mainFuseA, timeZone } = meter;
  const phases = phaseViews(history.latest, meter.phases, now);
  const { valuesAgeMs: _age, ...life } = statusView(history, link, now);
  const { state, today, yesterday } = totalsView(history, lastChangeOf(history, now), meter);
  return {
    meter: { name, mainFuseA },
    locale,
    timeZone,
    power: { ...powerNow(history, now, meter, before), ...hourMean(history, lastChangeOf(history, now), meter) },
    phases,
    balance: balanceView(phases, mainFuseA),
    life,
    energy: { state, today, yesterday },
  };
}

function readerOf({ history }: DashboardParts, now: Now): ReaderState {
  const { reader, arrivedAt, meterClock } = history.latest;
  return {
    ...(reader && { online: reader.online }),
    ...(reader && !reader.retained && { sinceMonoMs: reader.at.monoMs }),
    ...(arrivedAt && { arrivedMonoMs: arrivedAt.monoMs }),
    ...(meterClock !== undefined && { meterClock }),
    telegrams: history.telegramsSince(now.wallMs - DAY_MS),
  };
}

const failureRows = new WeakMap<FailureRecord, FailureRow>();

function failureRow(failure: FailureRecord): FailureRow {
  const known = failureRows.get(failure);
  if (known) return known;
  const topic = printableTopic(failure.topic);
  const row: FailureRow = {
    id: `${failure.code} ${topic}`,
    topic,
    code: failure.code,
    message: printable(failure.message, MAX_REASON),
    ...(failure.hint !== undefined && { hint: printable(failure.hint, MAX_REASON) }),
    hex: hexOf(failure.payload),
    bytes: failure.bytes,
    atMonoMs: failure.at.monoMs,
    count: failure.count,
  };
  failureRows.set(failure, row);
  return row;
}
