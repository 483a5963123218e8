import { randomBytes } from "node:crypto";
import type { Log } from "../log.ts";
import { connectedSource, type Patience } from "./connected-source.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";
import type { StatusTopic } from "./status-topic.ts";

/** Sends messages to a broker; reconnects by itself. */
export interface Publisher {
  /** Rejects with a WattframeError while there is no connection. */
  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Sends what is under way and disconnects. Idempotent. */
  end(): Promise<void>;
}

/** Options of a publisher. */
export interface PublisherOptions extends Patience {
  readonly username?: string;
  readonly password?: string;
  readonly clientId?: string;
  /** Status of the publisher, as a reader has one: online, and offline at the end or by last will; retained. */
  readonly status?: StatusTopic;
}

/** Clock for durations alone. */
const UNSET_CLOCK: Clock = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: false });

/**
 * Returns a publisher that is connected.
 * @param url `mqtt://`, `mqtts://`, `ws://` or `wss://`
 * @throws WattframeError `BROKER_REFUSED` when the broker rejects the login, `BROKER_UNREACHABLE` when it does not answer
 * in time, `CONFIG_INVALID` for an invalid address; the signal's reason
 */
export async function createPublisher(url: string, options: PublisherOptions, log: Log): Promise<Publisher> {
  const { timeoutMs, signal, clientId = `wattframe-publisher-${randomBytes(4).toString("hex")}`, ...rest } = options;
  const { status } = rest;
  const patience = { ...(timeoutMs !== undefined && { timeoutMs }), ...(signal && { signal }) };
  let source: Source | undefined;
  const publishStatus = async (state: "online" | "offline"): Promise<void> => {
    if (status === undefined) return;
    await source?.publish(status.topic, status[state], { retain: true, qos: 1 }).catch(() => {}); // the connection's failure is logged
  };
  const events: SourceEvents = {
    message() {},
    state: ({ kind }) => void (kind === "connected" && publishStatus("online")),
  };
  source = await connectedSource({ url, clientId, ...rest }, events, UNSET_CLOCK, log, patience);
  void publishStatus("online"); // the first connection was made before the source was here
  const connected = source;
  let hasEnded = false;
  return {
    publish: (topic, payload, how) => connected.publish(topic, payload, how),
    end: () => {
      if (!hasEnded) void publishStatus("offline"); // a clean DISCONNECT makes the broker forget the last will
      hasEnded = true;
      return connected.stop();
    },
  };
}
