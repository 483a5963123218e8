import { isIP } from "node:net";
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
  .refine(
    (text) => parseAddress(text) !== undefined,
    "is not host:port with a port up to 65535, such as 127.0.0.1:1883 or [::1]:1883",
  )
  .transform((text): ListenAt => parseAddress(text) ?? { host: text, port: 0 });

/** The same, one or several. */
export const listenAddresses = z
  .union([listenAddress, z.array(listenAddress).min(1)])
  .transform((one): readonly ListenAt[] => (Array.isArray(one) ? one : [one]));

/** An option that names one IP address, or a network of them. */
export const addressOrNetwork = z.string().refine((text) => {
  const [, address = "", bits = "0"] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(text) ?? [];
  return Number(bits) <= (BITS[isIP(address)] ?? -1);
}, "is not an IP address or network, such as 127.0.0.1 or 172.18.0.0/16");

/** Bits of an address by its version. */
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };
