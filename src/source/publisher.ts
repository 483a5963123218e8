import { randomBytes } from "node:crypto";
import { WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { brokerPlace } from "./broker-options.ts";
import { connectMqtt } from "./mqtt-source.ts";
import type { Source } from "./source.ts";

/** Sends messages to a broker; comes back by itself when the broker does. */
export interface Publisher {
  /** Rejects with a WattframeError while there is no connection. */
  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void>;
  /** Hands on what is under way and says goodbye. Idempotent. */
  end(): Promise<void>;
}

/** Who publishes, and how patient it is. */
export interface PublisherOptions {
  readonly username?: string;
  readonly password?: string;
  readonly clientId?: string;
  /** Says `online` and, by last will, `offline`, as a reader does; retained. */
  readonly statusTopic?: string;
  /** How long to wait for the first connection; 10 s by default. */
  readonly timeoutMs?: number;
}

/**
 * A publisher that is connected.
 * @param url `mqtt://`, `mqtts://`, `ws://` or `wss://`
 * @throws WattframeError `BROKER_REFUSED` when the broker will not have us, `BROKER_UNREACHABLE` when it does not answer
 * in time, `CONFIG_INVALID` for an address that is none
 */
export async function createPublisher(url: string, options: PublisherOptions, log: Log): Promise<Publisher> {
  const { timeoutMs = 10_000, clientId = `wattframe-publisher-${randomBytes(4).toString("hex")}`, ...rest } = options;
  let source: Source | undefined;
  let timer: NodeJS.Timeout | undefined;
  let reason = "no answer in time";
  const connected = new Promise<void>((resolve, reject) => {
    const fail = (code: "BROKER_REFUSED" | "BROKER_UNREACHABLE"): void => {
      reject(
        new WattframeError(code, `cannot publish to ${brokerPlace(url)}: ${reason}`, {
          hint: "Is the broker running, and are its address, user name and password right?",
        }),
      );
    };
    timer = setTimeout(() => fail("BROKER_UNREACHABLE"), timeoutMs);
    source = connectMqtt(
      { url, clientId, ...rest },
      {
        message() {},
        state(state) {
          if (state.reason !== undefined) reason = state.reason;
          if (state.kind === "connected") resolve();
          else if (state.kind === "refused") fail("BROKER_REFUSED");
        },
      },
      () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: false }),
      log,
    );
  });
  try {
    await connected;
  } catch (error) {
    await source?.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    publish: (topic, payload, how) => source?.publish(topic, payload, how) ?? Promise.resolve(),
    end: () => source?.stop() ?? Promise.resolve(),
  };
}
