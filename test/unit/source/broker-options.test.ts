import { describe, expect, it } from "vitest";
import { brokerOptions, brokerPlace, mqttOptions } from "../../../src/source/broker-options.ts";
import { mqttAddress } from "../../../src/source/mqtt-address.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

/** The paths of what is wrong, with what is said. */
function faults(options: unknown): string[] {
  const result = mqttOptions.safeParse(options);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("the way to a broker", () => {
  it.each(["mqtt://h", "mqtts://h:8883", "ws://h:9001/mqtt", "wss://h", "mqtt://[::1]:1883", "mqtt://user:pw@h"])(
    "may be %s",
    (url) => expect(faults({ url })).toEqual([]),
  );

  it.each(["http://h", "h:1883", "mqtt://", "", "192.168.1.10"])("may not be %j", (url) => {
    expect(faults({ url })[0]).toMatch(/^url: must be mqtt:\/\//);
  });

  it("takes certificates only where they mean something, and as a pair", () => {
    expect(faults({ url: "mqtt://h", ca: PEM })).toEqual(["ca: needs an encrypted address: mqtts:// or wss://"]);
    expect(faults({ url: "mqtts://h", ca: PEM })).toEqual([]);
    expect(faults({ url: "mqtts://h", cert: PEM })).toEqual(["cert: cert and key belong together"]);
    expect(faults({ url: "wss://h", cert: PEM, key: PEM })).toEqual([]);
    expect(faults({ url: "mqtts://h", ca: "/etc/ca.pem" })[0]).toContain("must be PEM text");
  });

  it("knows no switch that turns verification off, nor any other unknown key", () => {
    expect(faults({ url: "mqtts://h", rejectUnauthorized: false })).toHaveLength(1);
    expect(faults({ url: "mqtts://h", insecure: true })).toHaveLength(1);
  });

  it("takes prefixes without wildcards", () => {
    expect(faults({ url: "mqtt://h", prefixes: ["han", "cellar/meter"] })).toEqual([]);
    expect(faults({ url: "mqtt://h", prefixes: ["han/#"] })[0]).toContain("without wildcards");
  });

  it("asks for a sign of life every half minute unless told otherwise", () => {
    expect(brokerOptions.parse({ url: "mqtt://h" }).keepaliveS).toBe(30);
    expect(faults({ url: "mqtt://h", keepaliveS: 0 })).toHaveLength(1);
  });

  it("is named without the password in its address", () => {
    expect(brokerPlace("mqtt://user:secret@h:1884")).toBe("mqtt://h:1884");
    expect(brokerPlace("wss://user:secret@h/mqtt")).toBe("wss://h/mqtt");
    expect(brokerPlace("nonsense")).toBe("the broker");
  });
});

describe("an address taken apart", () => {
  it.each([
    ["mqtt://h", { protocol: "mqtt", host: "h", port: 1883 }],
    ["mqtts://h", { protocol: "mqtts", host: "h", port: 8883 }],
    ["ws://h/mqtt?a=1", { protocol: "ws", host: "h", port: 80, path: "/mqtt?a=1" }],
    ["wss://h:9443", { protocol: "wss", host: "h", port: 9443, path: "/" }],
    ["mqtt://[::1]:1884", { protocol: "mqtt", host: "::1", port: 1884 }],
    ["ws://[::1]:9001/", { protocol: "ws", host: "[::1]", port: 9001, path: "/" }],
    ["mqtt://a%40b:p%2Fw@h", { protocol: "mqtt", host: "h", port: 1883, username: "a@b", password: "p/w" }],
  ])("%s", (url, expected) => {
    expect(mqttAddress({ url })).toEqual(expected);
  });

  it("prefers the user name beside the address to the one in it", () => {
    const address = mqttAddress({ url: "mqtt://a:b@h", username: "c", password: "d" });
    expect(address).toMatchObject({ username: "c", password: "d" });
  });

  it("refuses at once what can never work", () => {
    expect(() => mqttAddress({ url: "http://h" })).toThrowError(expect.objectContaining({ code: "CONFIG_INVALID" }));
    const broken = { url: "mqtts://h", cert: PEM, key: "-----BEGIN PRIVATE KEY-----\nnone\n" };
    expect(() => mqttAddress(broken)).toThrowError(/certificates for the broker cannot be used/);
  });
});
