import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connectAsync, type IClientOptions } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Log, SILENT } from "../../src/log.ts";
import type { EmbeddedBrokerOptions } from "../../src/source/embedded-broker-options.ts";
import { listenAt, listensAt } from "../../src/source/listener.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { webSocketServer } from "../../src/source/websocket-listener.ts";
import {
  AS_GUEST,
  AS_READER,
  atEnd,
  endAll,
  guest,
  kiosk,
  LIMITS,
  LOOPBACK,
  live,
  logged,
  publisher,
  reader,
  source,
  start,
} from "./embedded.ts";
import { CONNECT, publish } from "./mqtt-bytes.ts";

afterEach(endAll);

async function startBoth(options: Partial<EmbeddedBrokerOptions> = {}, log: Log = SILENT) {
  const { broker } = await start({ listen: { mqtt: LOOPBACK, ws: LOOPBACK }, ...options }, log);
  const [tcp = "", url = ""] = broker.addresses;
  return { broker, tcp, url };
}

interface Knock {
  readonly protocols?: string[];
  readonly origin?: string;
  readonly headers?: Record<string, string>;
}

/** Asks for a WebSocket, and gives it, or the HTTP status of the refusal. */
async function knock(url: string, { protocols = ["mqtt"], ...rest }: Knock = {}): Promise<WebSocket | number> {
  const ws = new WebSocket(url, protocols, rest);
  atEnd(async () => ws.terminate());
  return new Promise((resolve, reject) => {
    ws.on("error", reject); // afterwards it changes nothing
    ws.once("open", () => resolve(ws));
    ws.once("unexpected-response", (request, { statusCode = 0 }) => {
      request.destroy();
      resolve(statusCode);
    });
  });
}

async function entered(url: string, how: Knock = {}): Promise<WebSocket> {
  const ws = await knock(url, how);
  if (typeof ws === "number") throw new Error(`refused with ${ws}`);
  return ws;
}

/** The code that the other side closes it with. */
async function closeCode(ws: WebSocket): Promise<number> {
  const [code] = await once(ws, "close", { signal: AbortSignal.timeout(5000) });
  return Number(code);
}

async function client(url: string, options: IClientOptions = {}) {
  const made = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4, ...options }, false);
  atEnd(() => made.endAsync(true));
  return made;
}

async function socketTo(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  atEnd(async () => socket.destroy());
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** All that comes until the other side ends it, which must not take longer than that. */
async function rest(socket: Socket, withinMs: number): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  await once(socket, "close", { signal: AbortSignal.timeout(withinMs) });
  return Buffer.concat(pieces).toString("latin1");
}

const UPGRADE = [
  "GET / HTTP/1.1",
  "Host: x",
  "Connection: upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  `Sec-WebSocket-Key: ${"A".repeat(22)}==`,
  "Sec-WebSocket-Protocol: mqtt\r\n\r\n",
].join("\r\n");

describe("the embedded broker over WebSocket", () => {
  it("takes messages of MQTT.js and hands it those of others", async () => {
    const { broker, tcp, url } = await startBoth({ users: [reader, guest] });
    expect([tcp, url].map((address) => new URL(address).protocol)).toEqual(["mqtt:", "ws:"]);
    const { seen } = await kiosk(broker);
    const { seen: page } = await source({ url, ...AS_GUEST });
    const out = await publisher(`${url}/any/path?at=all`, AS_READER);
    await out.publish("han/sensor/power/state", "1.122", live);
    await seen.until("the message", () => seen.text("han/sensor/power/state") === "1.122");
    await page.until("the message", () => page.text("han/sensor/power/state") === "1.122");
    expect(seen.messages).toHaveLength(1);
  });

  it("needs no address for TCP", async () => {
    const { broker } = await start({ listen: { mqtt: [], ws: LOOPBACK } });
    expect(broker.addresses).toEqual([expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/u)]);
    const { seen } = await kiosk(broker);
    await (await publisher(broker.addresses[0] ?? "")).publish("han/x", "1", live);
    await seen.until("the message", () => seen.text("han/x") === "1");
  });

  it("reads several packets in one message, and packets that are spread over several messages and frames", async () => {
    const { broker, url } = await startBoth();
    const { seen } = await kiosk(broker);
    const ws = await entered(url);
    const b = publish("han/b", "second");
    ws.send(Buffer.concat([CONNECT, publish("han/a", "first"), b.subarray(0, 5)]));
    for (const byte of b.subarray(5)) ws.send(Buffer.of(byte));
    const c = publish("han/c", "third");
    ws.send(c.subarray(0, 3), { fin: false });
    ws.send(c.subarray(3, 4), { fin: false });
    ws.send(c.subarray(4), { fin: true });
    await seen.until("all three", () => seen.messages.length === 3);
    expect(["han/a", "han/b", "han/c"].map((topic) => seen.text(topic))).toEqual(["first", "second", "third"]);
  });

  it("takes all that a client sends in one message before it leaves", async () => {
    const { broker, url } = await startBoth({ limits: { ...LIMITS, messagesPerS: 100_000 } });
    const { seen } = await kiosk(broker);
    const ws = await entered(url);
    ws.send(CONNECT);
    await once(ws, "message");
    ws.send(Buffer.concat(Array.from({ length: 5000 }, (_, index) => publish("han/x", `${index}`))));
    ws.close();
    await seen.until("the last one", () => seen.text("han/x") === "4999");
    expect(seen.messages).toHaveLength(5000);
  });

  it("publishes the will of a client whose connection breaks, and gives its place to another", async () => {
    const { broker, url } = await startBoth({ limits: { ...LIMITS, clients: 1 } });
    const { seen } = await kiosk(broker);
    const page = await client(url, {
      will: { topic: "han/status", payload: Buffer.from("gone"), qos: 0, retain: false },
    });
    page.stream.destroy();
    await seen.until("the will", () => seen.text("han/status") === "gone");
    await expect(publisher(url)).resolves.toBeDefined();
  });
});

describe("access over WebSocket", () => {
  it.each([
    ["a wrong password", { username: "reader", password: "guess" }],
    ["no login at all", {}],
  ])("is refused with %s", async (_, login) => {
    const { url } = await startBoth({ users: [reader] });
    const { seen } = await source({ url, ...login });
    expect(seen.states.at(-1)).toMatchObject({ kind: "refused", reason: expect.stringContaining("wrong user name") });
  });

  it("has the same bounds for each user as over TCP", async () => {
    const { log, lines } = logged();
    const { broker, url } = await startBoth({ users: [reader, guest] }, log);
    const { seen } = await kiosk(broker, { prefixes: ["han", "other"] });
    const out = await publisher(url, AS_READER);
    await out.publish("other/x", "1", live);
    await out.publish("han/x", "2", live);
    await seen.until("the allowed one", () => seen.messages.length > 0);
    expect(seen.messages.map(({ topic }) => topic)).toEqual(["han/x"]);
    const { seen: mayNot } = await source({ url, ...AS_READER });
    expect(mayNot.states.at(-1)).toMatchObject({ kind: "refused", reason: expect.stringContaining("han/#") });
    expect(lines).toEqual(["message dropped: forbidden", "subscription refused: forbidden"]);
  });

  it("is never open to the network without users", async () => {
    const open = start({ listen: { mqtt: LOOPBACK, ws: [{ host: "0.0.0.0", port: 0 }] } });
    await expect(open).rejects.toMatchObject({ code: "BROKER_LISTEN", hint: expect.stringContaining("Add users") });
    const withUsers = start({ users: [reader], listen: { mqtt: LOOPBACK, ws: [{ host: "0.0.0.0", port: 0 }] } });
    await expect(withUsers).resolves.toBeDefined();
  });

  it("says what to do when the port is taken", async () => {
    const { url } = await startBoth();
    const port = Number(new URL(url).port);
    const second = start({ listen: { mqtt: LOOPBACK, ws: [{ host: "127.0.0.1", port }] } });
    await expect(second).rejects.toMatchObject({
      code: "BROKER_LISTEN",
      message: expect.stringContaining(`127.0.0.1:${port}`),
      hint: expect.stringContaining("Another program listens there"),
    });
  });
});

describe("a web page, while there are no users,", () => {
  it.each([
    undefined,
    "http://localhost",
    "http://localhost:8080",
    "https://localhost:8443",
    "http://127.0.0.1:3000",
    "http://[::1]:8080",
  ])("may come in from %s", async (origin) => {
    const { log, lines } = logged();
    const { url } = await startBoth({}, log);
    const ws = await entered(url, origin === undefined ? {} : { origin });
    ws.send(CONNECT);
    const [answer] = await once(ws, "message");
    expect([...(answer as Buffer)]).toEqual([0x20, 2, 0, 0]);
    expect(lines).toEqual([]);
  });

  it.each([
    "null",
    "https://example.org",
    "http://localhost.example.org",
    "http://127.0.0.1.example.org",
    "http://localhost@example.org",
    "http://example.org/?http://localhost",
    "http://192.168.1.20:8080",
    "file://localhost",
    "localhost",
  ])("may not from %s, which is said once", async (origin) => {
    const { log, lines } = logged();
    const { url } = await startBoth({}, log);
    expect(await knock(url, { origin })).toBe(403);
    expect(await knock(url, { origin })).toBe(403);
    expect(lines).toEqual([expect.stringContaining("Add users with passwords to broker.embedded")]);
  });

  it("may not by the older name of the header either", async () => {
    const { url } = await startBoth();
    expect(await knock(url, { headers: { "sec-websocket-origin": "https://example.org" } })).toBe(403);
  });
});

it("lets pages of anywhere log in once there are users", async () => {
  const { broker, url } = await startBoth({ users: [reader] });
  const { seen } = await kiosk(broker);
  const page = await client(url, { ...AS_READER, wsOptions: { origin: "https://example.org" } });
  await page.publishAsync("han/x", "1");
  await seen.until("the message", () => seen.messages.length > 0);
  expect(seen.text("han/x")).toBe("1");
});

describe("a handshake of WebSocket", () => {
  it.each([
    [["mqtt"], "mqtt"],
    [["mqttv3.1"], "mqttv3.1"],
    [["chat", "mqttv3.1", "mqtt"], "mqtt"],
  ])("that offers %s is answered with %s", async (protocols, answer) => {
    const { url } = await startBoth();
    expect((await entered(url, { protocols })).protocol).toBe(answer);
  });

  it.each([[[]], [["chat"]], [["MQTT"]]])("that offers %j is refused", async (protocols) => {
    const { url } = await startBoth();
    expect(await knock(url, { protocols })).toBe(400);
  });

  it("serves a client that speaks MQTT 3.1", async () => {
    const { broker, url } = await startBoth();
    const { seen } = await kiosk(broker);
    const old = await client(url, { protocolId: "MQIsdp", protocolVersion: 3 });
    await old.publishAsync("han/x", "old");
    await seen.until("the message", () => seen.messages.length > 0);
    expect(seen.text("han/x")).toBe("old");
  });

  it.each([
    ["that is none", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "426 Upgrade Required"],
    ["that is none and has a body to come", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", "426 "],
    ["to another protocol", "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", "400 "],
    ["with too long a header", `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${"c".repeat(20_000)}\r\n\r\n`, "431 "],
    ["in no HTTP", "\x10\x0d\x00\x04MQTT\x04\x02\x00\x1e\x00\x01a", "400 "],
  ])("%s is answered in HTTP, and the connection closed", async (_, request, status) => {
    const { url } = await startBoth();
    const socket = await socketTo(url);
    socket.write(request);
    const answer = await rest(socket, 2000);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`, "u"));
    if (status.startsWith("426")) expect(answer).toMatch(/^upgrade: websocket\r$/imu);
  });

  it.each([
    ["says nothing", ""],
    ["asks by halves", "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"],
  ])("is ended in time when its client %s", async (_, request) => {
    const { port } = await bareServer(300);
    const socket = await socketTo(`ws://127.0.0.1:${port}`);
    const drip = setInterval(() => request !== "" && socket.write("X: y\r\n"), 50);
    const startMs = performance.now();
    socket.write(request);
    await rest(socket, 5000).finally(() => clearInterval(drip));
    expect(performance.now() - startMs).toBeGreaterThan(250);
  });

  it("has no deadline any more once it is done", async () => {
    const { port, served } = await bareServer(100);
    const ws = await entered(`ws://127.0.0.1:${port}`);
    const late = await socketTo(`ws://127.0.0.1:${port}`);
    await rest(late, 5_000); // its deadline, which began later, is over
    ws.send("x".repeat(3), { binary: true });
    await expect.poll(() => served.map(String)).toEqual(["xxx"]);
    expect(ws.readyState).toBe(WebSocket.OPEN);
  });

  /** The listener alone, which writes down what comes. */
  async function bareServer(handshakeMs: number) {
    const served: Buffer[] = [];
    const server = webSocketServer({
      admit: () => true,
      isOriginAllowed: () => true,
      serve: (stream) => void stream.on("data", (piece: Buffer) => served.push(piece)),
      messageBytes: 1024,
      handshakeMs,
    });
    await listenAt(LOOPBACK[0] ?? { host: "127.0.0.1", port: 0 }, server);
    atEnd(async () => server.close());
    return { port: listensAt(server).port, served };
  }
});

describe("the limits over WebSocket", () => {
  it("count clients of both protocols together", async () => {
    const { log, lines } = logged();
    const { broker, tcp, url } = await startBoth({ limits: { ...LIMITS, clients: 2 } }, log);
    const first = await publisher(tcp);
    await publisher(url);
    for (const full of [tcp, url])
      await expect(createPublisher(full, { timeoutMs: 300 }, SILENT)).rejects.toMatchObject({
        code: "BROKER_UNREACHABLE",
      });
    expect(lines).toContain("too many clients; this one is refused");
    const { seen } = await kiosk(broker);
    expect(seen.states.at(-1)?.kind).toBe("connected");
    await first.end();
    await publisher(url);
  });

  it("let in whoever logs in, however many have come and do not", async () => {
    const { log, lines } = logged();
    const { url } = await startBoth({}, log);
    const silent = await Promise.all(Array.from({ length: 80 }, () => socketTo(url)));
    await publisher(url);
    expect(silent.filter((socket) => socket.destroyed || socket.readableEnded).length).toBeLessThan(silent.length);
    expect(lines).toEqual([expect.stringContaining("too many connections that have not logged in")]);
  });

  it("turn out a client that announces a huge packet, whatever small frames it comes in", async () => {
    const { log, lines } = logged();
    const { url } = await startBoth({}, log);
    const ws = await entered(url);
    ws.send(Buffer.of(0x10, 0xff, 0xff));
    ws.send(Buffer.of(0xff, 0x7f)); // CONNECT of 256 MB
    await closeCode(ws);
    expect(lines).toEqual(["client sent a packet that is too large and is disconnected"]);
  });

  it("turn out a message that is larger than any packet may be, before it is in memory", async () => {
    const { url } = await startBoth();
    const ws = await entered(url);
    ws.send(new Uint8Array(300_000));
    expect(await closeCode(ws)).toBe(1009); // RFC 6455, 7.4.1: too big
  });

  it("let through the largest packet that the configuration allows", async () => {
    const { broker, url } = await startBoth({ limits: { ...LIMITS, payloadBytes: 1_000_000 } });
    const { seen } = await kiosk(broker);
    const out = await publisher(url);
    await out.publish("han/x", new Uint8Array(1_000_000), live);
    await seen.until("the message", () => seen.messages[0]?.payload.length === 1_000_000);
    await expect(out.publish("han/y", new Uint8Array(1_200_000), { retain: false, qos: 1 })).rejects.toMatchObject({
      code: "BROKER_UNREACHABLE",
    });
    expect(seen.messages).toHaveLength(1);
  });

  it("end a client that sends text, and take nothing from it", async () => {
    const { broker, url } = await startBoth();
    const { seen } = await kiosk(broker);
    const ws = await entered(url);
    ws.send(CONNECT);
    await once(ws, "message");
    ws.send(publish("han/text", "1").toString("latin1"), { binary: false });
    ws.send(publish("han/late", "1"));
    expect(await closeCode(ws)).toBe(1003); // RFC 6455, 7.4.1: unsupported data
    await (await publisher(url)).publish("han/other", "1", live);
    await seen.until("another's", () => seen.messages.length > 0);
    expect(seen.messages.map(({ topic }) => topic)).toEqual(["han/other"]);
  });

  it("keep the broker up whatever bytes come instead of WebSocket", async () => {
    const { broker, url } = await startBoth();
    const { seen } = await kiosk(broker);
    const garbage = [
      [0xff, 0xff, 0xff, 0xff],
      [0x82, 0x01, 0x30],
      [0x80, 0x80, 1, 2, 3, 4],
      [0x82, 0xff, 0x7f, 255, 255],
    ];
    for (const bytes of garbage) {
      const socket = await socketTo(url);
      socket.end(Buffer.concat([Buffer.from(UPGRADE), Buffer.from(bytes)]));
      expect(await rest(socket, 3000)).toMatch(/^HTTP\/1\.1 101 /u);
    }
    const ws = await entered(url);
    ws.send(Buffer.concat([CONNECT, Buffer.of(0xff, 0xff)]));
    await closeCode(ws);
    await (await publisher(url)).publish("han/x", "still here", live);
    await seen.until("the message", () => seen.text("han/x") === "still here");
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });
});

it("ends all that is connected over WebSocket when it stops, at once", async () => {
  const { broker, url } = await startBoth();
  const silent = await socketTo(url);
  const half = await socketTo(url);
  half.write("GET / HTTP/1.1\r\n");
  const refused = await socketTo(url);
  refused.write(Buffer.from(`${UPGRADE}\x81\x81\0\0\0\0t`, "latin1")); // a text frame; its goodbye is never answered
  const idle = await entered(url); // has said nothing in MQTT
  const page = await client(url);
  const ended = [
    ...[silent, half, refused].map((socket) => rest(socket, 3000)),
    closeCode(idle),
    new Promise((resolve) => page.once("close", () => resolve("closed"))),
  ];
  const startMs = performance.now();
  await broker.stop();
  expect(performance.now() - startMs).toBeLessThan(900);
  expect(await Promise.all(ended)).toEqual(["", "", expect.stringContaining("\x03\xebMQTT goes in"), 1006, "closed"]);
  const again = await start({ listen: { mqtt: [], ws: [{ host: "127.0.0.1", port: Number(new URL(url).port) }] } });
  expect(await knock(again.url)).toBeInstanceOf(WebSocket);
});
