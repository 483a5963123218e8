import type { Now } from "./now.ts";

/** One MQTT message as it arrived, or as a recording replays it. */
export interface Message {
  readonly topic: string;
  /** The payload's bytes; owned by the receiver, never written to. */
  readonly payload: Uint8Array;
  /** True when the broker had kept it from before our subscription. */
  readonly retained: boolean;
  readonly qos: 0 | 1 | 2;
  readonly at: Now;
}
