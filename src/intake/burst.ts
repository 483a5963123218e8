/** Silence that ends a telegram when nothing better is known, and that parts one burst from the next. */
export const BURST_QUIET_MS = 300;

const TRUSTED_ENDS = 2; // bursts that a topic must have ended before its arrival counts as the end
const FORGOTTEN_MISSES = 2; // bursts in a row that it was in without ending them, after which it is forgotten
const MAX_ENDERS = 8; // shapes of telegrams remembered: a meter has two or three (every 10 s, every hour, at midnight)
const MAX_TOPICS = 256; // in one burst; no telegram has more

/** A topic that ended bursts before. */
interface Ender {
  readonly topic: string;
  /** Bursts that it ended, counted up to the number that makes it trusted. */
  readonly ends: number;
  /** Bursts in a row, up to now, in which it came and others followed. */
  readonly misses: number;
}

/** State between two messages of one reader: plain data. Begin with {@link NO_BURSTS}. */
export interface BurstState {
  /** Topics of the burst under way, in order of arrival, each once; empty between bursts. */
  readonly topics: readonly string[];
  /** Time of the last of them, on the monotonic clock. */
  readonly lastMonoMs: number;
  /** True when a message came whose telegram has not been ended. */
  readonly pending: boolean;
  /** Topics that ended the bursts before, the latest first. */
  readonly enders: readonly Ender[];
}

/** Result of one step. */
export interface BurstStep {
  readonly state: BurstState;
  /** True when this message completes the telegram. */
  readonly complete: boolean;
  /** True when the telegram before ended without being reported: take its values first. */
  readonly endedBefore: boolean;
  /** Time at which to call {@link burstQuiet} unless another message comes first; absent when nothing is pending. */
  readonly quietUntilMonoMs?: number;
}

/** Nothing has come and nothing is known. */
export const NO_BURSTS: BurstState = { topics: [], lastMonoMs: 0, pending: false, enders: [] };

/**
 * Takes one live message that carries a value and returns whether it ends its telegram.
 *
 * Topics of one telegram come as a burst, as a rule in the same order every time: the topic that ended bursts before
 * ends this one the moment it arrives. Silence of {@link BURST_QUIET_MS} is the fallback, and it shows what
 * the last topic really was. A topic that comes for the second time begins a new burst even without silence. Telegrams
 * of several shapes are known side by side; an end that others keep following is forgotten.
 *
 * Feed the messages of one reader in order; leave out retained ones, its status and what carries no value.
 */
export function burstStep(before: BurstState, message: { topic: string; monoMs: number }): BurstStep {
  const { topic, monoMs } = message;
  const isNext = isOver(before, monoMs) || before.topics.includes(topic) || before.topics.length >= MAX_TOPICS;
  const state = isNext ? closed(before) : before;
  const isEnd = state.enders.some((ender) => ender.topic === topic && ender.ends >= TRUSTED_ENDS);
  const after: BurstState = {
    topics: [...state.topics, topic],
    lastMonoMs: monoMs,
    pending: !isEnd,
    enders: state.enders,
  };
  const endedBefore = isNext && before.pending;
  if (isEnd) return { state: after, complete: true, endedBefore };
  return { state: after, complete: false, endedBefore, quietUntilMonoMs: monoMs + BURST_QUIET_MS };
}

/**
 * Advances the time: complete when something is pending and it has been quiet for long enough. Call it at
 * `quietUntilMonoMs`; too early or twice does no harm.
 */
export function burstQuiet(before: BurstState, monoMs: number): BurstStep {
  if (isOver(before, monoMs)) return { state: closed(before), complete: before.pending, endedBefore: false };
  if (!before.pending) return { state: before, complete: false, endedBefore: false };
  return { state: before, complete: false, endedBefore: false, quietUntilMonoMs: before.lastMonoMs + BURST_QUIET_MS };
}

function isOver({ topics, lastMonoMs }: BurstState, monoMs: number): boolean {
  return topics.length > 0 && monoMs - lastMonoMs >= BURST_QUIET_MS;
}

/** The state after a burst has ended, with what it taught. */
function closed({ topics, lastMonoMs, enders }: BurstState): BurstState {
  const last = topics.at(-1);
  if (last === undefined) return { topics: [], lastMonoMs, pending: false, enders };
  const ended = enders.find(({ topic }) => topic === last);
  const others = enders.filter(({ topic }) => topic !== last).map((ender) => missedIn(topics, ender));
  const newest: Ender = { topic: last, ends: Math.min((ended?.ends ?? 0) + 1, TRUSTED_ENDS), misses: 0 };
  return {
    topics: [],
    lastMonoMs,
    pending: false,
    enders: [newest, ...others.filter(isWorthKeeping)].slice(0, MAX_ENDERS),
  };
}

function missedIn(topics: readonly string[], { topic, ends, misses }: Ender): Ender {
  return { topic, ends, misses: topics.includes(topic) ? misses + 1 : misses };
}

const isWorthKeeping = ({ misses }: Ender): boolean => misses < FORGOTTEN_MISSES;
