import { setTimeout as wait } from "node:timers/promises";
import type { SSEStreamingApi } from "hono/streaming";
import { ALIVE } from "./protocol.ts";

/** What is told over one event stream. */
export interface Feed {
  /** Name of the event that carries a message. */
  readonly event: string;
  /** What there is to say now, JSON; absent when nothing has changed since it was asked before. */
  next(): string | undefined;
  /** Calls back when there may be something to say; gives what ends that. */
  watch(listener: () => void): () => void;
  /** Between two messages at least, milliseconds. */
  readonly paceMs: number;
  /** Longest time after which is looked again though nothing called, milliseconds. */
  readonly tickMs: number;
}

/** How long is waited, milliseconds. */
export interface StreamTimes {
  /** After so long without anything to say, {@link ALIVE} is said. */
  readonly aliveMs: number;
  /** A reader that takes nothing for so long is not there. */
  readonly stuckMs: number;
}

/** Why a stream ended: the reader left, took nothing more, or may not see it any more. */
export type StreamEnd = "left" | "stuck" | "not-allowed";

/** The times of every day. */
export const STREAM_TIMES: StreamTimes = { aliveMs: 10_000, stuckMs: 20_000 };

/**
 * Tells a feed to one reader until it goes away: a slow reader gets fewer messages, never older ones, and one that takes
 * nothing at all is given up.
 * @param isAllowed whether the reader may still hear it; asked before each message
 */
export async function follow(
  stream: SSEStreamingApi,
  feed: Feed,
  isAllowed: () => boolean = () => true,
  { aliveMs, stuckMs }: StreamTimes = STREAM_TIMES,
): Promise<StreamEnd> {
  let isDue = false;
  let wake = () => {};
  const end = feed.watch(() => {
    isDue = true;
    wake();
  });
  stream.onAbort(() => wake());
  let saidMonoMs = performance.now();
  try {
    while (!stream.aborted) {
      if (!isAllowed()) return "not-allowed";
      isDue = false;
      const data = feed.next();
      const isQuiet = performance.now() - saidMonoMs >= aliveMs;
      if (data !== undefined || isQuiet) {
        const isTaken = await sent(stream, data === undefined ? ALIVE : feed.event, data ?? "", stuckMs);
        if (!isTaken) return "stuck";
        saidMonoMs = performance.now();
      }
      await wait(feed.paceMs);
      if (isDue || stream.aborted) continue;
      const pause = new AbortController();
      wake = () => pause.abort();
      await wait(Math.min(feed.tickMs, aliveMs), undefined, { signal: pause.signal }).catch(() => {}); // woken
      wake = () => {};
    }
    return "left";
  } finally {
    end();
  }
}

/** Whether the reader took it, soon enough. */
async function sent(stream: SSEStreamingApi, event: string, data: string, stuckMs: number): Promise<boolean> {
  const late = new AbortController();
  const stuck = wait(stuckMs, false, { signal: late.signal }).catch(() => true);
  const taken = stream.writeSSE({ event, data }).then(() => true);
  const isTaken = await Promise.race([taken, stuck]);
  late.abort();
  if (!isTaken) stream.abort();
  return isTaken;
}
