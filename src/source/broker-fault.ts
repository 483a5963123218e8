import { messageOf } from "../errors.ts";
import type { LinkFailure, LinkFault } from "./link-state.ts";

const CONNACK: Readonly<Record<number, LinkFailure>> = {
  1: { refused: true, fault: "protocol", reason: "the broker does not speak MQTT 3.1.1" },
  2: { refused: true, fault: "client", reason: "the broker refuses this client id" },
  3: { refused: false, fault: "unavailable", reason: "the broker says that it is not available now" },
  4: { refused: true, fault: "login", reason: "the broker refuses the login: wrong user name or password" },
  5: {
    refused: true,
    fault: "login",
    reason: "the broker refuses the login: not authorised (check user name and password)",
  },
}; // MQTT 3.1.1, table 3.1

type Reason = readonly [LinkFault, string];

const UNKNOWN_AUTHORITY: Reason = [
  "certificate-unknown",
  "its certificate is not signed by a known authority (give its own in ca)",
];

const NETWORK: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: ["not-listening", "nothing listens there"],
  ECONNRESET: ["reset", "the connection was reset"],
  EPIPE: ["reset", "the connection was reset"],
  EPROTO: ["not-tls", "what answers there does not speak TLS"],
  ENOTFOUND: ["no-host", "no such host"],
  EAI_AGAIN: ["no-host", "the host's name cannot be looked up now"],
  ETIMEDOUT: ["late", "no answer in time"],
  EHOSTUNREACH: ["unreachable", "the host cannot be reached"],
  ENETUNREACH: ["unreachable", "the network cannot be reached"],
  ENETDOWN: ["unreachable", "the network is down"],
  CERT_HAS_EXPIRED: ["certificate-date", "its certificate has expired (is this machine's clock right?)"],
  CERT_NOT_YET_VALID: ["certificate-date", "its certificate is not valid yet (is this machine's clock right?)"],
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID: ["certificate-host", "its certificate is for another host name"],
};

/** Questions for a server that answers without a session, by the scheme of the address. */
const WRONG_PORT = {
  mqtt: "does the broker speak TLS on this port? mqtts:// is usually 8883, mqtt:// 1883",
  mqtts: "does the broker speak TLS on this port? mqtts:// is usually 8883, mqtt:// 1883",
  ws: "does the broker speak WebSockets on this port, and without TLS? With TLS it is wss://",
  wss: "does the broker speak WebSockets on this port, and with TLS? Without TLS it is ws://",
} as const;

/** Failures that come of speaking another protocol than what listens, besides those without a code. */
const MISUNDERSTOOD: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "EPROTO"]);

/**
 * Returns the meaning of a failure before the broker's first answer: beside {@link brokerFault}'s reason, whether the scheme and the
 * port go together.
 */
export function firstFault(thrown: unknown, scheme: keyof typeof WRONG_PORT): LinkFailure {
  const fault = brokerFault(thrown);
  const code = codeOf(thrown);
  const isMisunderstood = code === undefined || (typeof code === "string" && MISUNDERSTOOD.has(code));
  return isMisunderstood ? { ...fault, reason: `${fault.reason}; ${WRONG_PORT[scheme]}` } : fault;
}

/** Returns the meaning of an error of MQTT.js, of the network or of TLS; undefined is a connection that just closed. */
export function brokerFault(thrown: unknown): LinkFailure {
  if (thrown === undefined) return { refused: false, fault: "closed", reason: "the broker closed the connection" };
  const code = codeOf(thrown);
  if (typeof code === "number") {
    return (
      CONNACK[code] ?? { refused: true, fault: "refused", reason: `the broker refuses the connection (code ${code})` }
    );
  }
  if (code === undefined) return uncoded(thrown);
  return coded(thrown, code);
}

/** Returns the meaning of an error of the network or of TLS on the way to anything else than a broker. */
export function networkFailure(thrown: unknown): LinkFailure {
  const code = codeOf(thrown);
  return typeof code === "string" ? coded(thrown, code) : uncoded(thrown);
}

function uncoded(thrown: unknown): LinkFailure {
  const reason = isUnanswered(thrown) ? "the broker no longer answers" : oneLine(messageOf(thrown));
  return { refused: false, reason, ...(isLate(thrown) && { fault: "late" }) };
}

function coded(thrown: unknown, code: string): LinkFailure {
  // A TLS alert means that the other side rejects us, mostly for a client certificate that is missing or unknown to it.
  if (/^ERR_SSL_.*ALERT/.test(code))
    return { refused: true, fault: "certificate-ours", reason: `our certificate is refused (${code})` };
  const known = NETWORK[code];
  if (known === undefined) return { refused: false, reason: oneLine(messageOf(thrown) || code) };
  const [fault, words] = known;
  return { refused: false, fault, reason: `${words} (${code})` };
}

/** Error of a broker that does not answer within a deadline of ours. */
export class LateError extends Error {}

/** MQTT.js reports a missing answer to its pings by these words alone. */
const isUnanswered = (thrown: unknown): boolean => messageOf(thrown) === "Keepalive timeout";

const isLate = (thrown: unknown): boolean => thrown instanceof LateError || isUnanswered(thrown);

function codeOf(thrown: unknown): string | number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  const { code } = thrown;
  return typeof code === "string" || typeof code === "number" ? code : undefined;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
