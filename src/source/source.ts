import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { LinkState } from "./link-state.ts";

/** Events of a source. Both are called synchronously, in order of arrival. */
export interface SourceEvents {
  message(message: Message): void;
  state(state: LinkState): void;
}

/** Source of messages: a broker, or a recording. */
export interface Source {
  /** Publishes one message; resolves when the broker has it, rejects with a WattframeError when there is no connection. */
  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Passes on what is published at the broker on any topic, for so long at most; absent where there is no broker. */
  glance?(forMs: number, hear: (message: Message) => void): Promise<void>;
  /** Sends what is under way, disconnects and stops for good. Idempotent. */
  stop(): Promise<void>;
}

/** Reads both clocks. */
export type Clock = () => Now;
