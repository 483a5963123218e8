import { setTimeout as wait } from "node:timers/promises";
import type { SSEStreamingApi } from "hono/streaming";

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

/** The event that says that the connection holds, when there is nothing else to say for so long. */
export const ALIVE = "alive";

const ALIVE_MS = 10_000;
const STUCK_MS = 20_000; // a reader that takes nothing for so long is not there

/**
 * Tells a feed to one reader until it goes away: a slow reader gets fewer messages, never older ones, and one that takes
 * nothing at all is given up.
 */
export async function follow(stream: SSEStreamingApi, feed: Feed): Promise<void> {
  let isDue = false;
  let wake = () => {};
  const end = feed.watch(() => {
    isDue = true;
    wake();
  });
  stream.onAbort(() => wake());
  let idleMs = 0;
  try {
    while (!stream.aborted) {
      isDue = false;
      const data = feed.next();
      idleMs = data === undefined ? idleMs + feed.tickMs : 0;
      if (data !== undefined) await sent(stream, feed.event, data);
      else if (idleMs >= ALIVE_MS) {
        idleMs = 0;
        await sent(stream, ALIVE, "");
      }
      await wait(feed.paceMs);
      if (isDue || stream.aborted) continue;
      const pause = new AbortController();
      wake = () => pause.abort();
      await wait(feed.tickMs, undefined, { signal: pause.signal }).catch(() => {}); // woken
      wake = () => {};
    }
  } finally {
    end();
  }
}

async function sent(stream: SSEStreamingApi, event: string, data: string): Promise<void> {
  const late = new AbortController();
  const stuck = wait(STUCK_MS, "stuck", { signal: late.signal }).catch(() => "taken");
  const taken = stream.writeSSE({ event, data }).then(() => "taken");
  const outcome = await Promise.race([taken, stuck]);
  late.abort();
  if (outcome === "stuck") stream.abort();
}
