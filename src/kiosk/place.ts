import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import type { BrokerConfig, Config, MeterConfig } from "../config/config.ts";
import { isLoopbackHost, type ListenAt, placeOf } from "../source/listener.ts";
import type { Place } from "../view/place.ts";

/** Ports that need not be written. */
const USUAL_PORTS = { mqtt: 1883, http: 80 } as const;

type Networks = Readonly<
  Record<string, readonly Pick<NetworkInterfaceInfo, "address" | "family" | "internal">[] | undefined>
>;

/** Where a meter of a configuration is listened for, and the page, by addresses that other machines on the network can use. */
export function kioskPlace(
  { broker, preview }: Pick<Config, "broker" | "preview">,
  { prefix, source }: Pick<MeterConfig, "prefix" | "source">,
  networks: Networks = networkInterfaces(),
): Place | undefined {
  const page = preview && !isLoopbackHost(preview.listen.host) ? urlOf("http", preview.listen, networks) : undefined;
  const pageOf = page === undefined ? {} : { page };
  if (source) return { address: "path" in source ? source.path : source.host, topics: [], ...pageOf };
  return broker && { address: brokerAddress(broker, networks), topics: [`${prefix}/#`], ...pageOf };
}

function brokerAddress(broker: BrokerConfig, networks: Networks): string {
  if (broker.kind === "remote") return broker.url;
  const [listening = { host: "127.0.0.1", port: USUAL_PORTS.mqtt }] = broker.listen.mqtt;
  return urlOf("mqtt", listening, networks);
}

function urlOf(scheme: keyof typeof USUAL_PORTS, { host, port }: ListenAt, networks: Networks): string {
  const place = placeOf(reachableAt({ host, port }, networks));
  return `${scheme}://${port === USUAL_PORTS[scheme] ? place.replace(/:\d+$/u, "") : place}`;
}

/** Where other machines reach a server: by this machine's address where it listens at all of them. */
export function reachableAt({ host, port }: ListenAt, networks: Networks = networkInterfaces()): ListenAt {
  return { host: isAnyHost(host) ? (ownAddress(networks) ?? host) : host, port };
}

function isAnyHost(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** This machine's first address in its network; undefined while it has none. */
export function ownAddress(networks: Networks = networkInterfaces()): string | undefined {
  const addresses = Object.values(networks).flatMap((each) => each ?? []);
  return addresses.find(({ internal, family }) => !internal && family === "IPv4")?.address;
}
