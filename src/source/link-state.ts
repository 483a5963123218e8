import type { Now } from "../meter/now.ts";

/** Kinds of failure of a connection to a broker, a port or a reader. */
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
  "no-device",
  "no-permission",
  "in-use",
  "unplugged",
  "no-library",
  "api-off",
  "token",
  "hung-up",
] as const;

/** One of {@link LINK_FAULTS}. */
export type LinkFault = (typeof LINK_FAULTS)[number];

/** What a connection leads to: a broker, a serial port of this machine, or a reader on the network. */
export type LinkEnd = "broker" | "port" | "reader";

/** Why a connection ended or never was, as a person can use it. */
export interface LinkFailure {
  /** True when the other side answers but will not have us: waiting does not help, a person must act. */
  readonly refused: boolean;
  /** One line, without secrets. */
  readonly reason: string;
  /** Kind of failure; absent where it is none of the known ones. */
  readonly fault?: LinkFault;
}

/** State of a connection that messages come over. `refused` is another side that answers but lets us have nothing. */
export interface LinkState {
  /** Absent: a broker. */
  readonly end?: LinkEnd;
  readonly kind: "connecting" | "connected" | "lost" | "refused";
  /** Reason given by the other side, the machine or the network, one line without secrets; absent while all is well. */
  readonly reason?: string;
  /** Kind of that reason, for texts in other languages; absent where it is none of the known ones. */
  readonly fault?: LinkFault;
  /** Time at which this state began. */
  readonly since: Now;
}
