import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import type { Message } from "../../src/meter/message.ts";
import type { MqttOptions } from "../../src/source/broker-options.ts";
import type { LinkState } from "../../src/source/link-state.ts";
import { connectMqtt, MAX_PAYLOAD_BYTES } from "../../src/source/mqtt-source.ts";
import { createPublisher, type PublisherOptions } from "../../src/source/publisher.ts";
import type { Source } from "../../src/source/source.ts";
import { freePort, type Mosquitto, type MosquittoOptions, startMosquitto } from "./mosquitto.ts";
import { type Certificates, makeCertificates } from "./mqtt-certificates.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";

const FAST = { firstMs: 50, capMs: 200, refusedMs: 200, stableMs: 500 };
const CASES = 20_000;

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const mosquitto = await startMosquitto(options);
  ending.push(() => mosquitto.stop());
  return mosquitto;
}

function source(options: MqttOptions): { seen: Witness; source: Source } {
  const seen = witness();
  const connected = connectMqtt({ prefixes: ["han"], ...options }, seen.events, wallClock, SILENT, { pace: FAST });
  ending.push(() => connected.stop());
  return { seen, source: connected };
}

async function publisher(url: string, options: PublisherOptions = {}) {
  const made = await createPublisher(url, options, SILENT);
  ending.push(() => made.end());
  return made;
}

const live = { retain: false, qos: 0 } as const;
const kept = { retain: true, qos: 1 } as const;
const isConnected = (seen: Witness) => () => seen.states.at(-1)?.kind === "connected";

describe("a source at a Mosquitto", { timeout: CASES }, () => {
  it("hands on what is published under its prefixes, and nothing else", async () => {
    const { url } = await broker();
    const { seen } = source({ url, prefixes: ["han", "cellar/meter"] });
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    await out.publish("other/x", "1", live);
    await out.publish("hang/x", "1", live);
    await out.publish("han/sensor/power/state", "1.122", live);
    await out.publish("cellar/meter/telegram", "{}", live);
    await seen.until("both", () => seen.messages.length >= 2);
    expect(seen.messages.map(({ topic }) => topic)).toEqual(["han/sensor/power/state", "cellar/meter/telegram"]);
    expect(seen.text("han/sensor/power/state")).toBe("1.122");
    expect(seen.messages[0]).toMatchObject({ retained: false, qos: 0, at: { clockSet: true } });
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });

  it("marks what the broker had kept, and does not mark what comes afterwards", async () => {
    const { url } = await broker();
    const out = await publisher(url);
    await out.publish("han/sensor/power/state", "old", kept);
    const { seen } = source({ url });
    await seen.until("the kept message", () => seen.messages.length === 1);
    await out.publish("han/sensor/power/state", "new", kept);
    await seen.until("the new one", () => seen.messages.length === 2);
    expect(seen.messages.map(({ retained }) => retained)).toEqual([true, false]);
  });

  it("waits for a broker that comes later than itself", async () => {
    const port = await freePort();
    const { seen } = source({ url: `mqtt://127.0.0.1:${port}` });
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    expect(seen.states.at(-1)?.reason).toBe("nothing listens there (ECONNREFUSED)");
    await broker({ port });
    await seen.until("connected", isConnected(seen));
    expect(seen.kinds()).toEqual(["connecting", "lost", "connected"]);
  });

  it("comes back with its subscriptions when the broker does, and says each state once", async () => {
    const first = await broker();
    const { seen } = source({ url: first.url });
    await seen.until("connected", isConnected(seen));
    await first.stop();
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    const second = await broker({ port: first.port });
    await seen.until("connected again", isConnected(seen));
    const out = await publisher(second.url);
    await out.publish("han/x", "after", live);
    await seen.until("the message", () => seen.text("han/x") === "after");
    const changes = seen.kinds().filter((kind, index, all) => kind !== all[index - 1]);
    expect(changes).toEqual(["connecting", "connected", "lost", "connected"]);
  });

  it("notices by keepalive that the line is dead though the connection stands, and recovers", async () => {
    const mosquitto = await broker();
    const { seen } = source({ url: mosquitto.url, keepaliveS: 1 });
    await seen.until("connected", isConnected(seen));
    mosquitto.freeze();
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    expect(seen.states.at(-1)?.reason).toBe("the broker no longer answers");
    mosquitto.thaw();
    await seen.until("connected again", isConnected(seen));
  });

  it("has the broker say offline by last will when its connection breaks", async () => {
    const { url } = await broker();
    const { seen: watching } = source({ url, prefixes: ["wattframe"] });
    await watching.until("connected", isConnected(watching));
    const statusTopic = "wattframe/hall/status";
    const { seen } = source({ url, status: { topic: statusTopic, online: "on", offline: "gone" }, clientId: "kiosk" });
    await seen.until("connected", isConnected(seen));
    await publisher(url, { clientId: "kiosk" }); // a second client of the same id throws the first off
    await watching.until("the will", () => watching.text(statusTopic) === "gone");
    expect(watching.messages).toHaveLength(1);
  });

  it("says that a wrong password is refused, keeps trying slowly and never shows the password", async () => {
    const { url } = await broker({ users: { kiosk: "right" } });
    const { seen, source: wrong } = source({ url, username: "kiosk", password: "hunter2" });
    await seen.until("refused", () => seen.states.at(-1)?.kind === "refused");
    expect(seen.states.at(-1)?.reason).toContain("user name");
    await expect(wrong.publish("han/x", "1", live)).rejects.toMatchObject({ code: "BROKER_REFUSED" });
    expect(JSON.stringify(seen.states)).not.toContain("hunter2");
    const { seen: right } = source({ url, username: "kiosk", password: "right" });
    await right.until("connected", isConnected(right));
    const { seen: inAddress } = source({ url: url.replace("mqtt://", "mqtt://kiosk:right@") });
    await inAddress.until("connected", isConnected(inAddress));
  });

  it("refuses to publish while there is no connection", async () => {
    const { source: alone } = source({ url: `mqtt://127.0.0.1:${await freePort()}` });
    await expect(alone.publish("han/x", "1", live)).rejects.toMatchObject({ code: "BROKER_UNREACHABLE" });
  });

  it("stops for good, twice if asked, and tells nothing afterwards", async () => {
    const { url } = await broker();
    const { seen, source: kiosk } = source({ url });
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    await Promise.all([kiosk.stop(), kiosk.stop()]);
    await out.publish("han/x", "1", live);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.messages).toEqual([]);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });

  it("speaks MQTT over WebSockets", async () => {
    const { url } = await broker({ websockets: true });
    expect(url).toMatch(/^ws:/);
    const { seen } = source({ url });
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    await out.publish("han/x", "over a web socket", live);
    await seen.until("the message", () => seen.text("han/x") === "over a web socket");
  });
});

describe("a source over TLS", { timeout: CASES }, () => {
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => certificates.remove());

  const encrypted = () => broker({ tls: { cert: certificates.paths.cert, key: certificates.paths.key } });

  it("trusts the authority that it was given", async () => {
    const { url } = await encrypted();
    expect(url).toMatch(/^mqtts:/);
    const { seen } = source({ url, ca: certificates.ca });
    await seen.until("connected", isConnected(seen));
  });

  it.each([
    ["no authority of its own", () => ({})],
    ["another authority", () => ({ ca: certificates.strangerCa })],
  ])("does not connect with %s, and says why", async (_, authority) => {
    const { url } = await encrypted();
    const { seen } = source({ url, ...authority() });
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    expect(seen.states.at(-1)?.reason).toContain("not signed by a known authority");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.kinds()).not.toContain("connected");
  });

  it("does not connect to a certificate for another name", async () => {
    const { port } = await encrypted();
    const { seen } = source({ url: `mqtts://localhost:${port}`, ca: certificates.ca });
    await seen.until("lost", () => seen.states.at(-1)?.reason?.includes("another host name") === true);
    expect(seen.kinds()).not.toContain("connected");
  });

  it("shows its certificate to a broker that asks for one, and is refused without", async () => {
    const { url } = await broker({ tls: certificates.paths });
    const { seen } = source({ url, ca: certificates.ca, ...certificates.client });
    await seen.until("connected", isConnected(seen));
    const { seen: without } = source({ url, ca: certificates.ca });
    await without.until("refused", () => without.states.at(-1)?.kind === "refused");
    expect(without.states.at(-1)?.reason).toContain("certificate");
  });

  it("asks whether scheme and port go together when TLS meets a plain port, or the other way", async () => {
    const { port: plain } = await broker();
    const { port: tls } = await encrypted();
    for (const url of [`mqtts://127.0.0.1:${plain}`, `mqtt://127.0.0.1:${tls}`]) {
      const { seen } = source({ url });
      await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
      expect(seen.states.at(-1)?.reason).toContain(
        "; does the broker speak TLS on this port? mqtts:// is usually 8883, mqtt:// 1883",
      );
    }
    const { seen } = source({ url: `ws://127.0.0.1:${plain}` });
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    expect(seen.states.at(-1)?.reason).toContain("does the broker speak WebSockets on this port");
  });

  it("speaks MQTT over WebSockets with TLS, and verifies there too", async () => {
    const { url } = await broker({
      websockets: true,
      tls: { cert: certificates.paths.cert, key: certificates.paths.key },
    });
    expect(url).toMatch(/^wss:/);
    const { seen } = source({ url, ca: certificates.ca });
    await seen.until("connected", isConnected(seen));
    const { seen: stranger } = source({ url });
    await stranger.until("lost", () => stranger.states.at(-1)?.kind === "lost");
    expect(stranger.kinds()).not.toContain("connected");
  });
});

describe("garbage", { timeout: CASES }, () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const payloads: readonly (readonly [string, string | Uint8Array])[] = [
    ["empty", ""],
    ["1 MiB", new Uint8Array(MAX_PAYLOAD_BYTES).fill(0x39)],
    ["NaN", "NaN"],
    ["1e309", "1e309"],
    ["binary", Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ["deep JSON", deep],
    ["__proto__", '{"__proto__":{"polluted":true},"obis":{"__proto__":1}}'],
  ];
  const topics = [
    "han/sensor/power/state",
    "han/telegram",
    "han/raw",
    "han/status",
    "han/__proto__",
    "han/å/🦉",
    "han//",
  ];

  it("on every topic arrives as it was sent and does not stop the flow", async () => {
    const { url } = await broker();
    const { seen } = source({ url });
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    for (const topic of topics) {
      for (const [, payload] of payloads) await out.publish(topic, payload, { retain: false, qos: 1 });
    }
    await out.publish("han/end", "still here", live);
    await seen.until("the message after it", () => seen.text("han/end") === "still here");
    expect(seen.messages).toHaveLength(topics.length * payloads.length + 1);
    const changed = payloads.filter(([, payload], index) => {
      const arrived = seen.messages[index]?.payload ?? new Uint8Array();
      return !Buffer.from(arrived).equals(Buffer.from(payload));
    });
    expect(changed).toEqual([]);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });

  it("beyond 1 MiB is refused message by message, said once, and the flow goes on", async () => {
    const { url } = await broker();
    const warnings: string[] = [];
    const log = { ...SILENT, warn: (_: object, text: string) => void warnings.push(text) };
    const seen = witness();
    const kiosk = connectMqtt({ url, prefixes: ["han"] }, seen.events, wallClock, log, { pace: FAST });
    ending.push(() => kiosk.stop());
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    const tooMuch = new Uint8Array(MAX_PAYLOAD_BYTES + 1);
    await out.publish("han/raw", tooMuch, { retain: false, qos: 1 });
    await out.publish("han/raw", tooMuch, { retain: false, qos: 1 });
    await out.publish("han/end", "still here", live);
    await seen.until("the message after it", () => seen.text("han/end") === "still here");
    expect(seen.messages).toHaveLength(1);
    expect(warnings).toEqual(["message refused: too large"]);
  });

  it("that the listener itself fails at is logged once as INTERNAL, with its stack, and the flow goes on", async () => {
    const { url } = await broker();
    const errors: object[] = [];
    const log = { ...SILENT, error: (facts: object) => void errors.push(facts) };
    const seen = witness();
    const events = {
      ...seen.events,
      message: (message: Message) => {
        seen.events.message(message);
        if (message.topic !== "han/end") throw new TypeError("not a function");
      },
    };
    const kiosk = connectMqtt({ url, prefixes: ["han"] }, events, wallClock, log, { pace: FAST });
    ending.push(() => kiosk.stop());
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    for (const topic of ["han/a", "han/b", "han/end"]) await out.publish(topic, "1", live);
    await seen.until("the message after it", () => seen.text("han/end") === "1");
    expect(errors).toEqual([
      { code: "INTERNAL", error: "not a function", stack: expect.stringContaining("mqtt-source.test.ts") as string },
    ]);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });

  it("differs from a defect of our own while connecting, which is logged with its stack and tried again", async () => {
    const errors: object[] = [];
    const log = { ...SILENT, error: (facts: object) => void errors.push(facts) };
    const { url } = await broker();
    const seen = witness();
    let isBroken = true;
    const open = () => {
      if (isBroken) throw new TypeError("no such function");
      return connect(Number(new URL(url).port), "127.0.0.1");
    };
    const kiosk = connectMqtt({ url, prefixes: ["han"] }, seen.events, wallClock, log, { pace: FAST, open });
    ending.push(() => kiosk.stop());
    expect(seen.kinds()).toEqual(["connecting", "lost"]);
    isBroken = false;
    await seen.until("connected", isConnected(seen));
    expect(errors).toEqual([
      { code: "INTERNAL", error: "no such function", stack: expect.stringContaining("mqtt-source.test.ts") as string },
    ]);
  });

  it("of many megabytes cuts the connection before it fills the memory; the source comes back", async () => {
    const { url } = await broker();
    const { seen } = source({ url });
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    await out.publish("han/raw", new Uint8Array(8 * MAX_PAYLOAD_BYTES), { retain: false, qos: 1 });
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    expect(seen.states.at(-1)?.reason).toContain("far too large");
    await seen.until("connected again", isConnected(seen));
    await out.publish("han/end", "still here", live);
    await seen.until("the message after it", () => seen.text("han/end") === "still here");
  });

  it("in the listener's own code does not take the connection down", async () => {
    const { url } = await broker();
    const seen = witness();
    const events = {
      state: (state: LinkState) => seen.events.state(state),
      message(message: Parameters<typeof seen.events.message>[0]) {
        seen.events.message(message);
        throw new Error("the listener is broken");
      },
    };
    const kiosk = connectMqtt({ url, prefixes: ["han"] }, events, wallClock, SILENT, { pace: FAST });
    ending.push(() => kiosk.stop());
    await seen.until("connected", isConnected(seen));
    const out = await publisher(url);
    await out.publish("han/a", "1", live);
    await out.publish("han/b", "2", live);
    await seen.until("both", () => seen.messages.length === 2);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });
});

describe("a publisher", { timeout: CASES }, () => {
  it("says in time that nobody answers", async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`;
    const failing = createPublisher(url, { timeoutMs: 300 }, SILENT);
    await expect(failing).rejects.toMatchObject({ code: "BROKER_UNREACHABLE", message: expect.stringContaining(url) });
  });

  it("says at once that it is refused", async () => {
    const { url } = await broker({ users: { reader: "right" } });
    const failing = createPublisher(url, { username: "reader", password: "wrong" }, SILENT);
    await expect(failing).rejects.toMatchObject({ code: "BROKER_REFUSED" });
  });

  it("refuses an address that is none", async () => {
    await expect(createPublisher("http://x", {}, SILENT)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
