import type { Values } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";

/** Within this after a reader or we came back to the broker, what it publishes may be its last states, sent again. */
const AFTER_RETURN_MS = 5_000;
/** The same after the first connection of all: a reader that connects at that moment usually says that it is online. */
const AFTER_START_MS = 3_000;
/** A reader sends its last states in one go, however many they are: the longest time between two of them. */
const BETWEEN_STATES_MS = 2_000;
/** A reader that restarted counts its telegrams from 1; its uptime may exceed the silence before by this much. */
const RESTART_SLACK_MS = 60_000;
/** Readings that wait for a sign of life; the first are dropped. A meter sends one a second at most. */
const MAX_HELD = 64;

/** Period in which messages may be old ones, sent again. */
interface Window {
  readonly untilMonoMs: number;
  /** Values known to have been published: the same again is no news. */
  readonly published: Values;
  /** True when messages may well be new, as at the first start, and count later if the meter proves to be alive. */
  readonly holds: boolean;
}

/** Identity of the last whole telegram. */
type TelegramMark = Pick<Reading, "values" | "at" | "meterClock" | "sequence">;

/** State of one reader's publications: plain data. Begin with {@link NOTHING_PUBLISHED}. */
export interface NoveltyState {
  readonly window?: Window;
  /** Readings that count once the meter shows life, in order. */
  readonly held: readonly Reading[];
  /** Last live status of the reader on this connection. */
  readonly isOnline?: boolean;
  /** True when a connection was made or a message came. */
  readonly hasStarted: boolean;
  /** True when anything new has ever come. */
  readonly hasNews: boolean;
  readonly lastTelegram?: TelegramMark;
}

/**
 * Returns what kind of reading this is: `news`, which is true now; `again`, which may have been sent again, so that it is of an unknown age,
 * but no older than what is known; `held`, the same for the time being, and news of its own time once a later one shows
 * that the meter lives; `kept`, by the broker or on the way, and perhaps older than what is known.
 */
export type Novelty = "news" | "again" | "held" | "kept";

/** Nothing has come and nothing is known. */
export const NOTHING_PUBLISHED: NoveltyState = { held: [], hasStarted: false, hasNews: false };

/** A connection to the broker was made: the reader may be coming back just then. */
export function withConnection(state: NoveltyState, monoMs: number): NoveltyState {
  const { isOnline: _unknown, ...rest } = state;
  return { ...rest, hasStarted: true, window: connectionWindow(state, monoMs) };
}

/**
 * The reader said that it is online or offline. One that comes online sends every last state again, all of an unknown
 * age; where it already was, only unchanged values are no news.
 * @param known the last values of everything
 */
export function withStatus(
  state: NoveltyState,
  { isOnline, monoMs, retained }: { readonly isOnline: boolean; readonly monoMs: number; readonly retained: boolean },
  known: Values,
): NoveltyState {
  if (retained) return withSubscription(state, monoMs);
  const next = { ...state, isOnline, hasStarted: true };
  if (!isOnline) return next;
  const published = state.isOnline ? known : {};
  return { ...next, held: [], window: { untilMonoMs: monoMs + AFTER_RETURN_MS, published, holds: false } };
}

/** Another program that publishes states again, such as Home Assistant, was started. @param known the last values of everything */
export function withRepublisher(state: NoveltyState, monoMs: number, known: Values): NoveltyState {
  const window = { untilMonoMs: monoMs + AFTER_RETURN_MS, published: known, holds: false };
  return isOpen(state, monoMs) ? state : { ...state, window };
}

/**
 * Classifies a reading.
 *
 * A whole telegram shows it by its number or by the meter's clock. For values on topics of their own, live does not
 * mean new: readers, bridges and brokers send last states again after a connection was made. Messages then count as
 * kept until the meter shows life: by a value that changed meanwhile, or by anything that comes later.
 * @param startMonoMs when the first message of the reading came
 */
export function noveltyOf(
  before: NoveltyState,
  reading: Reading,
  startMonoMs: number,
): { readonly state: NoveltyState; readonly novelty: Novelty } {
  const state = before.hasStarted ? before : withConnection(before, startMonoMs);
  const isOwnNews = reading.retained ? false : isNewTelegram(state, reading, startMonoMs);
  const isLatest = reading.isTelegram && (isOwnNews !== false || state.lastTelegram === undefined);
  const marked = isLatest ? { ...state, lastTelegram: reading } : state;
  if (reading.retained)
    return { state: withPublished(withSubscription(marked, startMonoMs), reading), novelty: "kept" };
  if (isOwnNews === false) return { state, novelty: "kept" };
  if (isOwnNews || !isOpen(state, startMonoMs) || hasChanged(state, reading)) {
    const { window: _over, ...rest } = marked;
    return { state: { ...rest, hasNews: true }, novelty: "news" };
  }
  const isHeld = state.window?.holds === true && !isAlreadyPublished(state, reading);
  return { state: withMoreTime(withPublished(marked, reading), state, reading), novelty: isHeld ? "held" : "again" };
}

/** Puts a reading on hold until the meter proves to be alive. */
export function withHeld(state: NoveltyState, reading: Reading): NoveltyState {
  return { ...state, held: [...state.held, reading].slice(-MAX_HELD) };
}

/** Nothing waits any more. */
export function withoutHeld(state: NoveltyState): NoveltyState {
  return { ...state, held: [] };
}

/** A retained message comes only after a subscription was made, and so after a connection. */
function withSubscription(state: NoveltyState, monoMs: number): NoveltyState {
  return isOpen(state, monoMs) ? state : { ...state, hasStarted: true, window: connectionWindow(state, monoMs) };
}

function connectionWindow({ hasNews }: NoveltyState, monoMs: number): Window {
  return { untilMonoMs: monoMs + (hasNews ? AFTER_RETURN_MS : AFTER_START_MS), published: {}, holds: !hasNews };
}

const isOpen = ({ window }: NoveltyState, monoMs: number): boolean =>
  window !== undefined && monoMs < window.untilMonoMs;

function withPublished(state: NoveltyState, { values }: Reading): NoveltyState {
  return state.window
    ? { ...state, window: { ...state.window, published: { ...state.window.published, ...values } } }
    : state;
}

/** A window that stays open a little longer, for states that came for the first time in it. */
function withMoreTime(next: NoveltyState, before: NoveltyState, { values, at }: Reading): NoveltyState {
  const { window } = next;
  const isFirst = entriesOf(values).every(([quantity]) => before.window?.published[quantity] === undefined);
  if (!window || !isFirst) return next;
  return { ...next, window: { ...window, untilMonoMs: Math.max(window.untilMonoMs, at.monoMs + BETWEEN_STATES_MS) } };
}

function hasChanged({ window }: NoveltyState, { values }: Reading): boolean {
  return entriesOf(values).some(([quantity, value]) => (window?.published[quantity] ?? value) !== value);
}

function isAlreadyPublished({ window }: NoveltyState, { values }: Reading): boolean {
  return entriesOf(values).every(([quantity, value]) => window?.published[quantity] === value);
}

/**
 * Returns whether a telegram is later than the last, by its number, by the meter's clock or by its values; undefined for values on
 * topics of their own, for a sender's state after a return, and for a telegram like the last that has neither number nor clock.
 */
function isNewTelegram(state: NoveltyState, reading: Reading, monoMs: number): boolean | undefined {
  const last = state.lastTelegram;
  if (!reading.isTelegram) return undefined;
  // After a return even a state with a later time is the last one known, not what a meter says now.
  if (reading.isState && isOpen(state, monoMs) && state.window?.holds === false) return undefined;
  if (last === undefined) return true;
  if (reading.sequence && last.sequence) return isNewNumber(reading.sequence, last.sequence, reading, last);
  if (reading.meterClock !== undefined && last.meterClock !== undefined && reading.meterClock !== last.meterClock)
    return reading.meterClock > last.meterClock || !isOpen(state, monoMs);
  if (!areSame(reading.values, last.values)) return true;
  return reading.meterClock === undefined ? undefined : false;
}

function isNewNumber(
  { seq, upS }: NonNullable<Reading["sequence"]>,
  before: NonNullable<Reading["sequence"]>,
  reading: Reading,
  last: TelegramMark,
): boolean {
  if (seq > before.seq) return true;
  const isSame = seq === before.seq && upS === before.upS && reading.meterClock === last.meterClock;
  if (isSame && areSame(reading.values, last.values)) return false;
  // A smaller number is an old telegram, unless the reader was started since the last one.
  return upS !== undefined && upS * 1_000 <= reading.at.monoMs - last.at.monoMs + RESTART_SLACK_MS;
}

function areSame(a: Values, b: Values): boolean {
  const entries = entriesOf(a);
  return entries.length === entriesOf(b).length && entries.every(([quantity, value]) => b[quantity] === value);
}

const entriesOf = (values: Values) => Object.entries(values) as [keyof Values, number][];
