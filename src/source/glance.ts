import { setTimeout as wait } from "node:timers/promises";
import { SILENT } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { MqttOptions } from "./broker-options.ts";
import { connectMqtt, type MqttWiring } from "./mqtt-source.ts";
import type { Clock } from "./source.ts";

/** Limits of what one glance receives. */
const MAX_MESSAGES = 5_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** Bounds of a glance. */
export interface GlanceBounds {
  /** At the latest, from the start, connecting included. */
  readonly forMs: number;
  readonly signal: AbortSignal;
}

/**
 * Passes on what is published at a broker on any topic that this user may read, retained messages first, on a connection
 * of its own that is closed afterwards. Resolves when the time is over or enough was received; nothing comes from a broker
 * that refuses or cannot be reached.
 */
export async function glance(
  options: MqttOptions,
  onMessage: (message: Message) => void,
  clock: Clock,
  { forMs, signal }: GlanceBounds,
  wiring: MqttWiring = {},
): Promise<void> {
  const enough = new AbortController();
  let [messages, bytes] = [0, 0];
  const events = {
    message: (message: Message) => {
      if (enough.signal.aborted) return;
      messages += 1;
      bytes += message.topic.length + message.payload.length;
      if (messages >= MAX_MESSAGES || bytes >= MAX_BYTES) enough.abort();
      onMessage(message);
    },
    state: ({ kind }: { readonly kind: string }) => {
      if (kind === "refused") enough.abort();
    },
  };
  const source = connectMqtt({ ...options, filters: ["#"] }, events, clock, SILENT, wiring);
  await wait(forMs, undefined, { signal: AbortSignal.any([enough.signal, signal]) }).catch(() => {}); // enough
  enough.abort();
  await source.stop();
}
