import { setTimeout as wait } from "node:timers/promises";
import type { SSEStreamingApi } from "hono/streaming";
import { ALIVE } from "./protocol.ts";

/** Calls a listener back whenever something may have changed; returns a function that ends this. */
export type Watch = (listener: () => void) => () => void;

/** Source of one event stream. */
export interface Feed {
  /** Name of the event that carries a message. */
  readonly event: string;
  /** Returns the next message, JSON; nothing when nothing has changed since the last call. */
  next(): string | undefined;
  readonly watch: Watch;
  /** Shortest time between two messages, milliseconds. */
  readonly paceMs: number;
  /** Longest time between two looks for changes, milliseconds. */
  readonly tickMs: number;
}

/** Timeouts of a stream, milliseconds. */
export interface StreamTimes {
  /** Silence after which {@link ALIVE} is sent. */
  readonly aliveMs: number;
  /** Time after which a reader that reads nothing is given up. */
  readonly stuckMs: number;
}

/** Reason for the end of a stream: the reader left, read nothing more, or is no longer logged in. */
export type StreamEnd = "left" | "stuck" | "not-allowed";

/** Timeouts in use. */
export const STREAM_TIMES: StreamTimes = { aliveMs: 10_000, stuckMs: 20_000 };

/**
 * Sends a feed to one reader until it leaves: a slow reader gets fewer messages, never older ones, and one that reads
 * nothing at all is given up.
 * @param isAllowed tells whether the reader may still see it; asked before each message
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

/** Sends one event and tells whether the reader took it in time. */
async function sent(stream: SSEStreamingApi, event: string, data: string, stuckMs: number): Promise<boolean> {
  const late = new AbortController();
  const stuck = wait(stuckMs, false, { signal: late.signal }).catch(() => true);
  const taken = stream.writeSSE({ event, data }).then(() => true);
  const isTaken = await Promise.race([taken, stuck]);
  late.abort();
  if (!isTaken) stream.abort();
  return isTaken;
}
