import { randomBytes } from "node:crypto";
import type { Log } from "../log.ts";
import { connectedSource, type Patience } from "./connected-source.ts";
import type { Clock, SourceEvents } from "./source.ts";

/** Sends messages to a broker; comes back by itself when the broker does. */
export interface Publisher {
  /** Rejects with a WattframeError while there is no connection. */
  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Hands on what is under way and says goodbye. Idempotent. */
  end(): Promise<void>;
}

/** Who publishes, and how patient it is. */
export interface PublisherOptions extends Patience {
  readonly username?: string;
  readonly password?: string;
  readonly clientId?: string;
  /** Says `online` and, by last will, `offline`, as a reader does; retained. */
  readonly statusTopic?: string;
}

const DEAF: SourceEvents = { message() {}, state() {} };

/** Only how long a connection has stood is read from it. */
const UNSET_CLOCK: Clock = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: false });

/**
 * A publisher that is connected.
 * @param url `mqtt://`, `mqtts://`, `ws://` or `wss://`
 * @throws WattframeError `BROKER_REFUSED` when the broker will not have us, `BROKER_UNREACHABLE` when it does not answer
 * in time, `CONFIG_INVALID` for an address that is none; the signal's reason
 */
export async function createPublisher(url: string, options: PublisherOptions, log: Log): Promise<Publisher> {
  const { timeoutMs, signal, clientId = `wattframe-publisher-${randomBytes(4).toString("hex")}`, ...rest } = options;
  const patience = { ...(timeoutMs !== undefined && { timeoutMs }), ...(signal && { signal }) };
  const source = await connectedSource({ url, clientId, ...rest }, DEAF, UNSET_CLOCK, log, patience);
  return {
    publish: (topic, payload, how) => source.publish(topic, payload, how),
    end: () => source.stop(),
  };
}
