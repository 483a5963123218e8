import { WattframeError } from "../errors.ts";
import type { BrokerLimits, BrokerUser } from "./broker-access.ts";
import { exposedAddress, type ListenAt, placeOf } from "./listener.ts";

/** Options of the embedded broker. */
export interface EmbeddedBrokerOptions {
  /** Addresses by protocol: MQTT over TCP, MQTT over WebSocket. */
  readonly listen: { readonly mqtt: readonly ListenAt[]; readonly ws?: readonly ListenAt[] };
  /** Empty: anybody may do all, and then every address must be of the loopback. */
  readonly users: readonly BrokerUser[];
  readonly limits: BrokerLimits;
}

const ENVELOPE_BYTES = 65_535 + 16; // topic and headers around a payload

/** Limit of an MQTT packet of a client that has logged in; bytes. */
export function packetLimitBytes({ limits }: EmbeddedBrokerOptions): number {
  return limits.payloadBytes + ENVELOPE_BYTES;
}

/** Least length of a password where the network can reach what it protects; characters. */
export const MIN_PASSWORD = 8;

/**
 * Rejects options that would let anybody on the network in without a password, or with one that is soon guessed.
 * @throws WattframeError `BROKER_LISTEN` that names the address, and the user
 */
export function requireUsers({ listen, users }: EmbeddedBrokerOptions): void {
  const open = exposedAddress([...listen.mqtt, ...(listen.ws ?? [])]);
  if (open === undefined) return;
  if (users.length === 0) {
    const hint = "Add users with passwords to broker.embedded, or listen at 127.0.0.1.";
    const message = `the embedded broker would let anybody on the network in at ${placeOf(open)}, for it has no users`;
    throw new WattframeError("BROKER_LISTEN", message, { hint });
  }
  const weak = users.find(({ password }) => password.reveal().length < MIN_PASSWORD);
  if (weak === undefined) return;
  const hint = `Give the user a password of ${MIN_PASSWORD} characters or more, or listen at 127.0.0.1.`;
  const message = `the embedded broker is open to the network at ${placeOf(open)}, and the password of its user ${JSON.stringify(weak.name)} is too short`;
  throw new WattframeError("BROKER_LISTEN", message, { hint });
}
