import { type Freshness, freshnessOf } from "../../history/freshness.ts";
import type { History } from "../../history/history.ts";
import type { Latest } from "../../history/latest.ts";
import type { Now } from "../../meter/now.ts";
import { QUANTITIES, type QuantityRow } from "../../meter/quantity.ts";
import { type ReaderFault, readerFaultOf } from "../../meter/reader-diagnosis.ts";
import { atWall } from "../../meter/wall-time.ts";
import type { LinkEnd, LinkState } from "../../source/link-state.ts";
import type { PartInput } from "../part.ts";

/** Codes of the problems that a picture can name, the gravest first. */
export const PROBLEM_CODES = [
  "broker-refused",
  "broker-gone",
  "port-refused",
  "port-gone",
  "reader-refused",
  "reader-gone",
  "unreadable",
  "meter-silent",
  "no-telegram-yet",
  "kept-values",
  "clock-not-set",
] as const;

/** Code of a problem. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One thing that is wrong. */
export interface Problem {
  readonly code: ProblemCode;
  /** Time since which it lasts, wall milliseconds; absent while the clock is not set. */
  readonly sinceMs?: number;
}

/** State of the way from the meter to the picture. */
export interface StatusView {
  /** What the meter is read through where there is no broker: a port of this machine, or a reader on the network. */
  readonly end?: Exclude<LinkEnd, "broker">;
  /** Time that the values are from, wall milliseconds; absent when there are none, or while the clock is not set. */
  readonly valuesAtMs?: number;
  /** Age of the values, monotonic milliseconds; absent when there are none. */
  readonly valuesAgeMs?: number;
  /** True or false as the reader says whether it is online; absent when it never did. */
  readonly readerOnline?: boolean;
  /** What keeps the meter's values away, as an online reader knows it, and why it last refused a telegram, in its own words. */
  readonly readerFault?: { readonly code: ReaderFault; readonly refused?: string };
  /** Problems, the gravest first; empty while all is well. */
  readonly problems: readonly Problem[];
}

/** Words for what is wrong. */
export interface LifeWords {
  /** A sentence for each problem; `{time}` is the time since which it lasts. */
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** The same in the fewest words and without a time, for small panels. */
  readonly problemsShort: Readonly<Record<ProblemCode, string>>;
  /** The same with its duration, `{age}`. */
  readonly problemsFor: Readonly<Record<ProblemCode, string>>;
  /** What works all the same, and what to do: a sentence each. */
  readonly works: Readonly<Record<ProblemCode, string>>;
  readonly remedy: Readonly<Record<ProblemCode, string>>;
  /** The links of the chain from the meter to the picture, and what is said of one that is not known. */
  readonly chain: Readonly<Record<"meter" | LinkEnd | "display" | "unknown", string>>;
  /** What an online reader says where it hears the meter not or not well. */
  readonly readerFaults: Readonly<Record<ReaderFault, string>>;
  /** What works while no values come over a link without a broker. */
  readonly worksUpTo: Readonly<Record<Exclude<LinkEnd, "broker">, string>>;
}

/** Part of the view: the time that the values are from, and everything that is wrong. */
export const life = {
  key: "life",
  needs: [],
  build: ({ history, link, now }: PartInput): StatusView => statusView(history, link, now),
} as const;

/** Time for which messages without a value that can be shown explain an empty picture. */
const RECENT_MS = 5 * 60_000;

/** What the state of a meter is told from. */
export type StatusSource = Pick<History, "latest" | "lastTelegramMs">;

/** Time that the values are from, and everything that is wrong, the gravest first. */
export function statusView(history: StatusSource, link: LinkState, now: Now): StatusView {
  const { latest } = history;
  const values = timeOfValues(history, now);
  const { end = "broker" } = link;
  return {
    ...(end !== "broker" && { end }),
    ...values,
    ...(latest.reader && { readerOnline: latest.reader.online }),
    ...readerFault(latest),
    problems: problems(latest, link, now, values),
  };
}

type TimeOfValues = Pick<StatusView, "valuesAtMs" | "valuesAgeMs">;

/** When values last came; after a restart, until something comes, that is the last telegram in the history. */
function timeOfValues(history: StatusSource, now: Now): TimeOfValues {
  const { arrivedAt } = history.latest;
  if (arrivedAt)
    return { ...atWall("valuesAtMs", arrivedAt, now), valuesAgeMs: Math.max(0, now.monoMs - arrivedAt.monoMs) };
  const valuesAtMs = history.lastTelegramMs(now);
  return valuesAtMs === undefined ? {} : { valuesAtMs, valuesAgeMs: now.wallMs - valuesAtMs };
}

/** What an online reader knows of values that do not come; a reader that is gone may have said so long ago. */
function readerFault({ reader, diagnostics = {} }: Latest): Pick<StatusView, "readerFault"> {
  const code = reader?.online === true ? readerFaultOf(diagnostics) : undefined;
  if (code === undefined) return {};
  const { refused } = diagnostics;
  return { readerFault: { code, ...(code === "refuses" && refused !== undefined && { refused }) } };
}

function problems(latest: Latest, link: LinkState, now: Now, values: TimeOfValues): Problem[] {
  const source = linkProblem(link, now) ?? readerProblem(latest, now) ?? meterProblem(latest, now, values);
  const clock: Problem[] = now.clockSet ? [] : [{ code: "clock-not-set" }];
  return source ? [source, ...clock] : clock;
}

function linkProblem({ kind, end = "broker", since }: LinkState, now: Now): Problem | undefined {
  if (kind === "connected") return undefined;
  return { code: `${end}-${kind === "refused" ? "refused" : "gone"}`, ...atWall("sinceMs", since, now) };
}

function readerProblem(latest: Latest, now: Now): Problem | undefined {
  if (latest.reader?.online !== false) return undefined;
  return { code: "reader-gone", ...atWall("sinceMs", latest.reader.at, now) };
}

/** True when the messages that come now cannot be read: none could be read since, and they came a short time ago. */
function isUnreadable({ unreadableAt, arrivedAt }: Latest, now: Now): boolean {
  if (unreadableAt === undefined || !isRecent(unreadableAt, now)) return false;
  return arrivedAt === undefined || arrivedAt.monoMs < unreadableAt.monoMs;
}

function isRecent(at: Now | undefined, now: Now): boolean {
  return at !== undefined && now.monoMs - at.monoMs <= RECENT_MS;
}

/**
 * Problem of a meter without a fresh value of now: what comes cannot be read or is all refused, or nothing comes. A meter may
 * have counters alone; then those that are fresh say that all is well.
 */
function meterProblem(latest: Latest, now: Now, { valuesAtMs }: TimeOfValues): Problem | undefined {
  const instants = statesOf("instant", latest, now);
  if (instants.includes("fresh")) return undefined;
  if (isUnreadable(latest, now)) return { code: "unreadable" };
  if (instants.length === 0) {
    if (statesOf("counter", latest, now).includes("fresh")) return undefined;
    if (isRecent(latest.arrivedAt, now)) return { code: "unreadable" };
  }
  // The meter is silent when none of its values is fresh any more.
  if (instants.includes("stale") || latest.arrivedAt)
    return { code: "meter-silent", ...atWall("sinceMs", latest.arrivedAt, now) };
  const isKept = instants.includes("retained") || valuesAtMs !== undefined;
  return { code: isKept ? "kept-values" : "no-telegram-yet" };
}

/** States of the known values of a kind. */
function statesOf(kind: QuantityRow["kind"], latest: Latest, now: Now): readonly Freshness["state"][] {
  const known = QUANTITIES.filter((row) => row.kind === kind && latest.known[row.key]);
  return known.map(({ key }) => freshnessOf(latest, key, now).state);
}

/** The fault because of which there are no present values; undefined while they come. */
export function faultOf({ problems }: Pick<StatusView, "problems">): Problem | undefined {
  return problems.find(({ code }) => code !== "clock-not-set");
}

/** Tells whether no value has come yet, and that is what is wrong first. */
export function hasNoValueYet({ problems }: Pick<StatusView, "problems">): boolean {
  return problems[0]?.code === "no-telegram-yet";
}
