import { z } from "zod";

/** Where something listens. */
export interface ListenAddress {
  /** Host name or IP address, without brackets. */
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
}

/** `host:port` taken apart; undefined when it is neither a name, an IPv4 address nor an IPv6 address in brackets, with a port. */
export function parseAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/iu.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** Whether only this machine can reach what listens there. */
export function isLoopback({ host }: ListenAddress): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/u.test(host);
}

/** An option that names an address to listen at. */
export const listenAddress = z
  .string()
  .refine((text) => parseAddress(text) !== undefined, "is not host:port, such as 127.0.0.1:1883 or [::1]:1883")
  .transform((text): ListenAddress => parseAddress(text) ?? { host: text, port: 0 });

/** The same, one or several. */
export const listenAddresses = z
  .union([listenAddress, z.array(listenAddress).min(1)])
  .transform((one): readonly ListenAddress[] => (Array.isArray(one) ? one : [one]));
