import { expect, it } from "vitest";
import { brokerChoice } from "../../../src/command/broker-choice.ts";
import type { EmbeddedBrokerConfig } from "../../../src/config/config.ts";
import { Secret } from "../../../src/config/secret.ts";

const TCP = [{ host: "127.0.0.1", port: 1884 }];
const WS = [{ host: "127.0.0.1", port: 9002 }];
const USERS = [{ name: "reader", password: new Secret("r3ader"), publish: ["han/#"], subscribe: [] }];

const own = (listen: EmbeddedBrokerConfig["listen"], users: EmbeddedBrokerConfig["users"] = []) => ({
  kind: "embedded" as const,
  listen,
  users,
  limits: { clients: 20, payloadBytes: 65_536, messagesPerS: 200 },
});

it("goes to the kiosk's own broker over TCP, and over WebSocket where that is all there is", () => {
  expect(brokerChoice(own({ mqtt: TCP, ws: WS }))).toEqual({ url: "mqtt://127.0.0.1:1884" });
  expect(brokerChoice(own({ mqtt: TCP, ws: [] }))).toEqual({ url: "mqtt://127.0.0.1:1884" });
  expect(brokerChoice(own({ mqtt: [], ws: WS }))).toEqual({ url: "ws://127.0.0.1:9002" });
});

it.each([
  [{ mqtt: TCP, ws: WS }, "mqtt://NAME:PASSWORD@127.0.0.1:1884"],
  [{ mqtt: [], ws: WS }, "ws://NAME:PASSWORD@127.0.0.1:9002"],
])("asks for a user where the broker has some", (listen, address) => {
  expect(() => brokerChoice(own(listen, USERS))).toThrow(
    expect.objectContaining({ code: "USAGE", hint: expect.stringContaining(address) }),
  );
});
