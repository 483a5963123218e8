import { messageOf, WattframeError } from "../errors.ts";
import { brokerPlace, type MqttOptions, mqttOptions } from "./broker-options.ts";

/** Parts of a broker's address and login; keys that were not given are absent. */
export interface MqttAddress {
  readonly protocol: "mqtt" | "mqtts" | "ws" | "wss";
  /** Without brackets for a socket, with them (IPv6) for a WebSocket's address. */
  readonly host: string;
  readonly port: number;
  /** Of a WebSocket; absent for plain connections. */
  readonly path?: string;
  readonly username?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const PORTS = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

const isProtocol = (text: string): text is keyof typeof PORTS => text in PORTS;

/**
 * Takes an address and its credentials apart and checks them, certificates included.
 * @throws WattframeError `CONFIG_INVALID` for what {@link mqttOptions} refuses and for certificates that cannot be used
 */
export function mqttAddress(options: MqttOptions): MqttAddress {
  const checked = mqttOptions.safeParse(options);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw invalid(`${issue?.path.join(".") ?? "broker"}: ${issue?.message ?? "invalid"}`);
  }
  const url = new URL(options.url);
  const protocol = url.protocol.slice(0, -1);
  if (!isProtocol(protocol)) throw invalid(`${brokerPlace(options.url)} is not an MQTT address`);
  const isSocket = protocol === "mqtt" || protocol === "mqtts";
  const username = options.username ?? decode(url.username);
  const password = options.password ?? decode(url.password);
  const { ca, cert, key } = options;
  const certificates = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  if (Object.keys(certificates).length > 0) requireUsable(certificates);
  return {
    protocol,
    host: isSocket ? url.hostname.replace(/^\[|\]$/g, "") : url.hostname,
    port: url.port === "" ? PORTS[protocol] : Number(url.port),
    ...(!isSocket && { path: `${url.pathname || "/"}${url.search}` }),
    ...(username && { username }),
    ...(password && { password }),
    ...certificates,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a % that encodes nothing is kept as it is
  }
}

/** Checks certificates; TLS is loaded only now, for most brokers in a house have none. */
function requireUsable(certificates: { ca?: string; cert?: string; key?: string }): void {
  try {
    process.getBuiltinModule("node:tls").createSecureContext(certificates);
  } catch (cause) {
    throw invalid(`the certificates for the broker cannot be used: ${messageOf(cause)}`, cause);
  }
}

function invalid(message: string, cause?: unknown): WattframeError {
  return new WattframeError("CONFIG_INVALID", message, {
    hint: "See broker in the configuration: url, username, passwordFile, ca, cert, key.",
    cause,
  });
}
