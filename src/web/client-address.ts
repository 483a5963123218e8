import { BlockList, isIP, isIPv6, type Socket } from "node:net";
import { addressOf } from "../source/listener.ts";

/**
 * Returns a function that finds the client's address: the address of the connection, or, while that belongs to a trusted
 * proxy, the one that the proxy appended to `X-Forwarded-For`. Entries by anybody else are ignored.
 * @param proxies IP addresses, and networks such as 172.18.0.0/16
 */
export function clientAddress(
  proxies: readonly string[],
): (socket: Socket, forwardedFor: string | undefined) => string {
  const trusted = listOf(proxies);
  return (socket, forwardedFor = "") => {
    let address = addressOf(socket);
    for (const before of forwardedFor.split(",").toReversed()) {
      const named = before.trim();
      if (!isIn(trusted, address) || isIP(named) === 0) break;
      address = named;
    }
    return address;
  };
}

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
