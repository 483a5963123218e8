import { WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { brokerPlace, type MqttOptions } from "./broker-options.ts";
import { connectMqtt } from "./mqtt-source.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";

/** Time that a command waits for the first connection, by default. */
export const FIRST_CONNECTION_MS = 10_000;

/** Limits of the wait for the first connection. */
export interface Patience {
  readonly timeoutMs?: number;
  /** Ends the waiting, which then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Returns a source that is connected, for commands that a person waits for. It reconnects by itself afterwards.
 * @throws WattframeError `BROKER_REFUSED` when the broker rejects the login, `BROKER_UNREACHABLE` when it does not answer
 * in time, `CONFIG_INVALID` for an invalid address; the signal's reason
 */
export async function connectedSource(
  options: MqttOptions,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  { timeoutMs = FIRST_CONNECTION_MS, signal }: Patience = {},
): Promise<Source> {
  signal?.throwIfAborted();
  let reason = "no answer in time";
  let settle: { resolve(): void; reject(error: unknown): void } | undefined;
  const failed = (code: "BROKER_REFUSED" | "BROKER_UNREACHABLE"): WattframeError =>
    new WattframeError(code, `no connection to ${brokerPlace(options.url)}: ${reason}`, {
      hint: "Is the broker running, and are its address, user name and password right?",
    });
  const connected = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const listening: SourceEvents = {
    message: (message) => events.message(message),
    state: (state) => {
      reason = state.reason ?? reason;
      if (state.kind === "connected") settle?.resolve();
      else if (state.kind === "refused") settle?.reject(failed("BROKER_REFUSED"));
      events.state(state);
    },
  };
  const source = connectMqtt(options, listening, clock, log);
  const cut = () => settle?.reject(signal?.reason);
  signal?.addEventListener("abort", cut);
  const timer = setTimeout(() => settle?.reject(failed("BROKER_UNREACHABLE")), timeoutMs);
  try {
    await connected;
    return source;
  } catch (error) {
    await source.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cut);
  }
}
