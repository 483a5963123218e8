import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";

/** How the way to the broker is. `refused` is a broker that answers but will not have us. */
export interface SourceState {
  readonly kind: "connecting" | "connected" | "lost" | "refused";
  /** What the broker or the network said, one line without secrets; absent while all is well. */
  readonly reason?: string;
  /** Since when it is so. */
  readonly since: Now;
}

/** What a source tells. Both are called synchronously, in order of arrival. */
export interface SourceEvents {
  message(message: Message): void;
  state(state: SourceState): void;
}

/** Where messages come from: a broker, or a recording. */
export interface Source {
  /** Publishes one message; resolves when it was handed on, rejects with a WattframeError when there is no connection. */
  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Hears what is published at the broker on any topic, for so long at most; absent where there is no broker. */
  glance?(forMs: number, hear: (message: Message) => void): Promise<void>;
  /** Says goodbye and stops for good. Idempotent. */
  stop(): Promise<void>;
}

/** Reads both clocks. */
export type Clock = () => Now;
