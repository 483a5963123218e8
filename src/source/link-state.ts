import type { Now } from "../meter/now.ts";

/** Kinds of failure of a connection to a broker. */
export const LINK_FAULTS = [
  "closed",
  "login",
  "client",
  "protocol",
  "unavailable",
  "refused",
  "not-listening",
  "no-answer",
  "no-host",
  "unreachable",
  "late",
  "reset",
  "not-tls",
  "certificate-date",
  "certificate-unknown",
  "certificate-host",
  "certificate-ours",
  "may-not-read",
  "too-much",
] as const;

/** One of {@link LINK_FAULTS}. */
export type LinkFault = (typeof LINK_FAULTS)[number];

/** State of the connection to the broker. `refused` is a broker that answers but rejects the login. */
export interface LinkState {
  readonly kind: "connecting" | "connected" | "lost" | "refused";
  /** Reason given by the broker or the network, one line without secrets; absent while all is well. */
  readonly reason?: string;
  /** Kind of that reason, for texts in other languages; absent where it is none of the known ones. */
  readonly fault?: LinkFault;
  /** Time at which this state began. */
  readonly since: Now;
}
