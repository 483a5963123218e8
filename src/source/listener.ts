import type { Server, Socket } from "node:net";
import { type ErrorCode, messageOf, WattframeError } from "../errors.ts";

/** Where something listens. */
export interface ListenAt {
  /** Host name or IP address, without brackets. */
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
}

/** `host:port`, an IPv6 address in brackets. */
export function placeOf({ host, port }: ListenAt): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whether only this machine can reach what listens there. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/u.test(host);
}

/** The address at the other end of a socket, `unknown` once it has closed; an IPv4 address is written as one. */
export function addressOf({ remoteAddress = "unknown" }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/iu, "");
}

/** Whether a web page of this origin comes from this machine. @param origin as a browser sends it, `http://localhost:8080` */
export function isLoopbackOrigin(origin: string): boolean {
  if (!/^https?:/u.test(origin) || !URL.canParse(origin)) return false;
  return isLoopbackHost(new URL(origin).hostname.replaceAll(/[[\]]/gu, ""));
}

/** How the sockets of a server are to be: small packets at once, and a line that went dead is noticed. */
export const SOCKETS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 } as const;

/** Who listens, for the words of what goes wrong. */
export interface Doorkeeper {
  readonly code: ErrorCode;
  /** At the beginning of a sentence: "the preview". */
  readonly name: string;
  /** Where the configuration says the address. */
  readonly key: string;
  /** What to do, by the system's code, where there is more to say than of any server. */
  readonly hints: Readonly<Record<string, string>>;
}

/** The embedded broker. */
const BROKER: Doorkeeper = {
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
 * Has a server listen.
 * @throws WattframeError with the code of whose server it is, saying what to do, when the address cannot be had
 */
export function listenAt(at: ListenAt, server: Server, whose = BROKER): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(cannotListen(at, cause, whose));
    server.once("error", fail);
    server.listen(at.port, at.host, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** The address that a server really has: port 0 has become the one that the system gave. */
export function listensAt(server: Server): ListenAt {
  const address = server.address();
  if (address === null || typeof address === "string") return { host: "127.0.0.1", port: 0 };
  return { host: address.address, port: address.port };
}

function cannotListen(at: ListenAt, cause: Error, { code, name, key, hints }: Doorkeeper): WattframeError {
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
