import type { Server, Socket } from "node:net";
import { type ErrorCode, messageOf, WattframeError } from "../errors.ts";

/** Address that a server listens at. */
export interface ListenAt {
  /** Host name or IP address, without brackets. */
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
}

/** Text of an address: `host:port`, an IPv6 address in brackets. */
export function placeOf({ host, port }: ListenAt): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Tells whether only this machine can reach a server at that host. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/u.test(host);
}

/** Returns the address at the other end of a socket, `unknown` once it has closed; an IPv4 address is written as one. */
export function addressOf({ remoteAddress = "unknown" }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/iu, "");
}

/** Returns the first address that other machines can reach; undefined when there is none. */
export function exposedAddress(addresses: readonly ListenAt[]): ListenAt | undefined {
  return addresses.find(({ host }) => !isLoopbackHost(host));
}

/** Tells whether a web page of this origin comes from this machine. @param origin as a browser sends it, `http://localhost:8080` */
export function isLoopbackOrigin(origin: string): boolean {
  if (!/^https?:/u.test(origin) || !URL.canParse(origin)) return false;
  return isLoopbackHost(new URL(origin).hostname.replaceAll(/[[\]]/gu, ""));
}

/** Options of a server's sockets: small packets are sent at once, and a dead connection is noticed. */
export const SOCKETS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 } as const;

/** Names and hints used in the errors of a server that cannot listen. */
export interface ListenerLabels {
  readonly code: ErrorCode;
  /** Subject of the message: "the preview". */
  readonly name: string;
  /** Key of the configuration that holds the address. */
  readonly key: string;
  /** Hints by the system's error code, where they differ from those of any server. */
  readonly hints: Readonly<Record<string, string>>;
}

/** Labels of the embedded broker. */
const BROKER: ListenerLabels = {
  code: "BROKER_LISTEN",
  name: "the embedded broker",
  key: "broker.embedded.listen",
  hints: {
    EADDRINUSE:
      "Another program listens there, perhaps Mosquitto or a second kiosk: stop it, use it (broker.url), or choose another port in broker.embedded.listen.",
    EACCES: "Ports below 1024 need root: choose one above in broker.embedded.listen; MQTT's own is 1883.",
  },
};

/**
 * Starts a server at an address.
 * @throws WattframeError with the code of the labels when the address is not available
 */
export function listenAt(at: ListenAt, server: Server, labels = BROKER): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(cannotListen(at, cause, labels));
    server.once("error", fail);
    server.listen(at.port, at.host, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** Returns the actual address of a server; port 0 has been replaced by the one that the system chose. */
export function listensAt(server: Server): ListenAt {
  const address = server.address();
  if (address === null || typeof address === "string") return { host: "127.0.0.1", port: 0 };
  return { host: address.address, port: address.port };
}

function cannotListen(at: ListenAt, cause: Error, { code, name, key, hints }: ListenerLabels): WattframeError {
  const why = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const usual: Readonly<Record<string, string>> = {
    EADDRINUSE: `Another program listens there, perhaps a second kiosk: choose another port in ${key}.`,
    EACCES: `Ports below 1024 need root: choose one above in ${key}.`,
    EADDRNOTAVAIL: "This machine does not have that address: write 0.0.0.0 for all of its addresses.",
  };
  return new WattframeError(code, `${name} cannot listen at ${placeOf(at)}: ${messageOf(cause)}`, {
    hint: hints[why] ?? usual[why] ?? `Check ${key} in the configuration.`,
    cause,
  });
}
