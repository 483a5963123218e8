import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { clientAddress } from "../../../src/web/client-address.ts";

/** A socket that comes from an address. */
function from(remoteAddress: string | undefined): Socket {
  return Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
}

const PROXIES = ["127.0.0.1", "172.18.0.0/16", "::1", "fd00::/8"];
const find = clientAddress(PROXIES);

describe("who asks", () => {
  it.each([
    ["192.168.1.9", "192.168.1.9"],
    ["::ffff:192.168.1.9", "192.168.1.9"],
    ["2001:db8::9", "2001:db8::9"],
    [undefined, "unknown"],
  ])("is %s itself, whatever it says of others", (remote, address) => {
    expect(find(from(remote), undefined)).toBe(address);
    expect(find(from(remote), "10.0.0.1, 127.0.0.1")).toBe(address);
    expect(clientAddress([])(from(remote), "10.0.0.1")).toBe(address);
  });

  it.each([
    ["127.0.0.1", "192.168.1.9"],
    ["::ffff:127.0.0.1", "192.168.1.9"],
    ["172.18.0.7", "192.168.1.9"],
    ["::1", "192.168.1.9"],
    ["fd12::3", "192.168.1.9"],
  ])("is who came to the proxy %s last, not who that one names", (proxy, address) => {
    expect(find(from(proxy), `10.6.6.6, ${address}`)).toBe(address);
    expect(find(from(proxy), `10.6.6.6,${address} `)).toBe(address);
  });

  it("is who came to the first of several proxies", () => {
    expect(find(from("127.0.0.1"), "192.168.1.9, 172.18.0.2, 172.18.0.3")).toBe("192.168.1.9");
    expect(find(from("127.0.0.1"), "172.18.0.2, 172.18.0.3")).toBe("172.18.0.2");
  });

  it.each([undefined, "", ",", "unknown", "192.168.1.9:4711", "[::1]:80", "192.168.1.9, evil"])(
    "is the proxy itself when it says %j",
    (forwardedFor) => {
      expect(find(from("127.0.0.1"), forwardedFor)).toBe("127.0.0.1");
    },
  );
});
