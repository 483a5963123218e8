import { messageOf } from "../errors.ts";

/** Why a connection ended or never was, as a person can use it. */
export interface BrokerFault {
  /** True when the broker answers but will not have us: waiting does not help, a person must fix it. */
  readonly refused: boolean;
  /** One line, without secrets. */
  readonly reason: string;
}

const CONNACK: Readonly<Record<number, BrokerFault>> = {
  1: { refused: true, reason: "the broker does not speak MQTT 3.1.1" },
  2: { refused: true, reason: "the broker refuses this client id" },
  3: { refused: false, reason: "the broker says that it is not available now" },
  4: { refused: true, reason: "the broker refuses the login: wrong user name or password" },
  5: { refused: true, reason: "the broker refuses the login: not authorised (check user name and password)" },
}; // MQTT 3.1.1, table 3.1

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was reset",
  EPROTO: "what answers there does not speak TLS",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name cannot be looked up now",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENETDOWN: "the network is down",
  CERT_HAS_EXPIRED: "the broker's certificate has expired (is this machine's clock right?)",
  CERT_NOT_YET_VALID: "the broker's certificate is not valid yet (is this machine's clock right?)",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the broker's certificate is not signed by a known authority (give its own in ca)",
  SELF_SIGNED_CERT_IN_CHAIN: "the broker's certificate is not signed by a known authority (give its own in ca)",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the broker's certificate is not signed by a known authority (give its own in ca)",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the broker's certificate is not signed by a known authority (give its own in ca)",
  ERR_TLS_CERT_ALTNAME_INVALID: "the broker's certificate is for another host name",
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
export function firstFault(thrown: unknown, scheme: keyof typeof WRONG_PORT): BrokerFault {
  const fault = brokerFault(thrown);
  const code = codeOf(thrown);
  const isMisunderstood = code === undefined || (typeof code === "string" && MISUNDERSTOOD.has(code));
  return isMisunderstood ? { ...fault, reason: `${fault.reason}; ${WRONG_PORT[scheme]}` } : fault;
}

/** Returns the meaning of an error of MQTT.js, of the network or of TLS; undefined is a connection that just closed. */
export function brokerFault(thrown: unknown): BrokerFault {
  if (thrown === undefined) return { refused: false, reason: "the broker closed the connection" };
  const code = codeOf(thrown);
  if (typeof code === "number") {
    return CONNACK[code] ?? { refused: true, reason: `the broker refuses the connection (code ${code})` };
  }
  if (code === undefined) return { refused: false, reason: oneLine(messageOf(thrown)) };
  // A TLS alert means that the other side rejects us, mostly for a client certificate that is missing or unknown to it.
  if (/^ERR_SSL_.*ALERT/.test(code)) return { refused: true, reason: `the broker refuses our certificate (${code})` };
  const words = WORDS[code];
  return { refused: false, reason: words === undefined ? oneLine(messageOf(thrown) || code) : `${words} (${code})` };
}

function codeOf(thrown: unknown): string | number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  const { code } = thrown;
  return typeof code === "string" || typeof code === "number" ? code : undefined;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
