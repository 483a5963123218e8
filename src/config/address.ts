import { z } from "zod";
import type { ListenAt } from "../source/listener.ts";

/** `host:port` taken apart; undefined when it is neither a name, an IPv4 address nor an IPv6 address in brackets, with a port. */
export function parseAddress(text: string): ListenAt | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/iu.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** An option that names an address to listen at. */
export const listenAddress = z
  .string()
  .refine((text) => parseAddress(text) !== undefined, "is not host:port, such as 127.0.0.1:1883 or [::1]:1883")
  .transform((text): ListenAt => parseAddress(text) ?? { host: text, port: 0 });

/** The same, one or several. */
export const listenAddresses = z
  .union([listenAddress, z.array(listenAddress).min(1)])
  .transform((one): readonly ListenAt[] => (Array.isArray(one) ? one : [one]));
