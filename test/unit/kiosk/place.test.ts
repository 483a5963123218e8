import { expect, it } from "vitest";
import type { BrokerConfig, Config } from "../../../src/config/config.ts";
import { kioskPlace } from "../../../src/kiosk/place.ts";

const NETWORKS = {
  lo: [{ address: "127.0.0.1", family: "IPv4", internal: true }],
  wlan0: [
    { address: "fe80::1", family: "IPv6", internal: false },
    { address: "192.168.1.23", family: "IPv4", internal: false },
  ],
} as const;

const limits = { clients: 10, payloadBytes: 1_000, messagesPerS: 100 };
const embedded = (host: string, port: number): BrokerConfig => {
  return { kind: "embedded", listen: { mqtt: [{ host, port }], ws: [] }, users: [], limits };
};
const preview = (host: string, port: number) => {
  return { listen: { host, port }, tokens: new Map(), hosts: [], trustProxy: [] };
};
const placeFor = (config: Pick<Config, "broker" | "preview">, networks: Parameters<typeof kioskPlace>[2] = NETWORKS) =>
  kioskPlace(config, { prefix: "han" }, networks);

it("names another broker as the configuration does", () => {
  const broker = { kind: "remote", url: "mqtts://broker.example:8883", keepaliveS: 30, username: "u" } as const;
  expect(placeFor({ broker })).toEqual({ address: "mqtts://broker.example:8883", topics: ["han/#"] });
});

it("names the embedded broker by the address that other machines reach, without MQTT's own port", () => {
  expect(placeFor({ broker: embedded("0.0.0.0", 1883) })?.address).toBe("mqtt://192.168.1.23");
  expect(placeFor({ broker: embedded("::", 1884) })?.address).toBe("mqtt://192.168.1.23:1884");
  expect(placeFor({ broker: embedded("127.0.0.1", 1883) })?.address).toBe("mqtt://127.0.0.1");
  expect(placeFor({ broker: embedded("0.0.0.0", 1883) }, {})?.address).toBe("mqtt://0.0.0.0");
});

it("names the page only where it listens beyond this machine", () => {
  const broker = embedded("127.0.0.1", 1883);
  expect(placeFor({ broker, preview: preview("0.0.0.0", 8080) })?.page).toBe("http://192.168.1.23:8080");
  expect(placeFor({ broker, preview: preview("::1", 8080) })).not.toHaveProperty("page");
  expect(placeFor({ broker })).not.toHaveProperty("page");
});

it("names a serial port or another device in place of the broker, without topics", () => {
  const source = { kind: "tcp", host: "p1.example", port: 23 } as const;
  expect(kioskPlace({}, { prefix: "p1.example:23", source }, NETWORKS)).toEqual({ address: "p1.example", topics: [] });
});
