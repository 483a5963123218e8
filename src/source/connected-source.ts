import { type ErrorCode, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { brokerPlace, type MqttOptions } from "./broker-options.ts";
import { connectMqtt } from "./mqtt-source.ts";
import { type OwnSource, openOwnSource, placeOf } from "./own-source.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";

/** Time that a command waits for the first connection, by default. */
export const FIRST_CONNECTION_MS = 10_000;

/** Limits of the wait for the first connection. */
export interface Patience {
  readonly timeoutMs?: number;
  /** Ends the waiting, which then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** The other side, and what to say where it cannot be reached. */
interface Destination {
  readonly place: string;
  readonly open: (events: SourceEvents) => Source;
  /** Codes of the errors: it does not answer, or rejects us. */
  readonly unreachable: ErrorCode;
  readonly refused: ErrorCode;
  readonly hint: string;
}

/**
 * Returns a broker that is connected, for commands that a person waits for. It reconnects by itself afterwards.
 * @throws WattframeError `BROKER_REFUSED` when the broker rejects the login, `BROKER_UNREACHABLE` when it does not answer
 * in time, `CONFIG_INVALID` for an invalid address; the signal's reason
 */
export function connectedSource(
  options: MqttOptions,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  patience: Patience = {},
): Promise<Source> {
  const broker: Destination = {
    place: brokerPlace(options.url),
    open: (listening) => connectMqtt(options, listening, clock, log),
    unreachable: "BROKER_UNREACHABLE",
    refused: "BROKER_REFUSED",
    hint: "Is the broker running, and are its address, user name and password right?",
  };
  return connected(broker, events, patience);
}

/**
 * Returns a meter's own source that is connected, in the same way.
 * @throws WattframeError `SOURCE_UNREACHABLE`; the signal's reason
 */
export function connectedOwnSource(
  source: OwnSource,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  patience: Patience = {},
): Promise<Source> {
  const own: Destination = {
    place: placeOf(source),
    open: (listening) => openOwnSource(source, listening, clock, log),
    unreachable: "SOURCE_UNREACHABLE",
    refused: "SOURCE_UNREACHABLE",
    hint: "Is it plugged in and switched on? A port, and many a reader, serves one program at a time: stop the kiosk first.",
  };
  return connected(own, events, patience);
}

async function connected(
  { place, open, unreachable, refused, hint }: Destination,
  events: SourceEvents,
  { timeoutMs = FIRST_CONNECTION_MS, signal }: Patience,
): Promise<Source> {
  signal?.throwIfAborted();
  let reason = "no answer in time";
  let settle: { resolve(): void; reject(error: unknown): void } | undefined;
  const failed = (code: ErrorCode) => new WattframeError(code, `no connection to ${place}: ${reason}`, { hint });
  const arrived = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const source = open({
    message: (message) => events.message(message),
    state: (state) => {
      reason = state.reason ?? reason;
      if (state.kind === "connected") settle?.resolve();
      else if (state.kind === "refused") settle?.reject(failed(refused));
      events.state(state);
    },
  });
  const cut = () => settle?.reject(signal?.reason);
  signal?.addEventListener("abort", cut);
  const timer = setTimeout(() => settle?.reject(failed(unreachable)), timeoutMs);
  try {
    await arrived;
    return source;
  } catch (error) {
    await source.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cut);
  }
}
