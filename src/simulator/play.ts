import { WattframeError } from "../errors.ts";
import type { RecordedMessage } from "../meter/recording.ts";

/** Target of played messages, and its clock. */
export interface Player {
  publish(topic: string, payload: Uint8Array, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Milliseconds since 1970 UTC, now. */
  nowMs(): number;
  /** Resolves after this many milliseconds; rejects when playing is to stop. */
  wait(ms: number): Promise<void>;
  /** Called with the reason when messages are being lost, and with `undefined` when they go through again. */
  lost(why: WattframeError | undefined): void;
}

/**
 * Publishes each message at its instant; what is late goes out at once. A message that cannot be sent is dropped, as a
 * reader drops it: its next telegram comes soon.
 * @throws what `wait` rejects with
 */
export async function play(messages: Iterable<RecordedMessage>, player: Player): Promise<void> {
  let isLosing = false;
  for (const { atMs, topic, payload, retain, qos } of messages) {
    const waitMs = atMs - player.nowMs();
    if (waitMs > 0) await player.wait(waitMs);
    const fault = await player.publish(topic, payload, { retain, qos }).then(() => undefined, wattframeError);
    if ((fault !== undefined) === isLosing) continue;
    isLosing = fault !== undefined;
    player.lost(fault);
  }
}

function wattframeError(thrown: unknown): WattframeError {
  if (thrown instanceof WattframeError) return thrown;
  throw thrown;
}
