import { once } from "node:events";
import { LONGEST_SHOW_MS } from "../kiosk/bounded-display.ts";

/** An end that takes longer than this is given up, unless something is at work that must not be left in the middle. */
const DEADLINE_MS = 5_000;

/** Steps of an orderly end. */
export interface OrderlyEnd {
  /** Ends it; never rejects. */
  readonly end: () => Promise<void>;
  /** Tells whether the end may take longer than the deadline. */
  readonly mustFinish: () => boolean;
  /** Ends the process without waiting any longer. */
  readonly exitNow: () => void;
}

/** Ends something when the process is asked to end: within five seconds, or when what must finish has finished. */
export async function endInOrder(stop: AbortSignal, { end, mustFinish, exitNow }: OrderlyEnd): Promise<void> {
  if (!stop.aborted) await once(stop, "abort");
  let waitedMs = 0;
  const timer = setInterval(() => {
    waitedMs += DEADLINE_MS;
    if (waitedMs >= LONGEST_SHOW_MS || !mustFinish()) exitNow();
  }, DEADLINE_MS);
  await end();
  clearInterval(timer);
}
