import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import {
  AS_READER,
  atEnd,
  endAll,
  FAST,
  guest,
  kept,
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
import { wallClock, witness } from "./mqtt-witness.ts";

afterEach(endAll);

describe("the embedded broker", () => {
  it("takes a reader from the network and hands its messages to the kiosk in the same process", async () => {
    const { broker, url } = await start({ users: [reader], listen: { mqtt: [{ host: "0.0.0.0", port: 0 }] } });
    const { seen } = await kiosk(broker);
    const out = await publisher(url.replace("0.0.0.0", "127.0.0.1"), AS_READER);
    await out.publish("han/sensor/power/state", "1.122", live);
    await seen.until("the message", () => seen.text("han/sensor/power/state") === "1.122");
    expect(seen.messages[0]).toMatchObject({ retained: false });
  });

  it("keeps retained messages and marks them for who comes later", async () => {
    const { broker, url } = await start();
    const out = await publisher(url);
    await out.publish("han/status", "online", kept);
    const { seen } = await kiosk(broker);
    await seen.until("the kept message", () => seen.messages.length === 1);
    await out.publish("han/status", "online", kept);
    await seen.until("the live one", () => seen.messages.length === 2);
    expect(seen.messages.map(({ retained }) => retained)).toEqual([true, false]);
  });

  it("publishes a reader's will when the reader's connection breaks", async () => {
    const { broker, url } = await start({ users: [reader] });
    const { seen } = await kiosk(broker);
    const will = {
      ...AS_READER,
      clientId: "esp",
      status: { topic: "han/status", online: "online", offline: "offline" },
    };
    await publisher(url, will);
    await seen.until("online", () => seen.text("han/status") === "online");
    const usurper = await publisher(url, { ...AS_READER, clientId: "esp" });
    await seen.until("the will", () => seen.text("han/status") === "offline");
    await usurper.end();
    expect(seen.messages.slice(0, 2).map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      "online",
      "offline",
    ]);
  });

  it("takes all that a client sends in one go before it leaves", async () => {
    const { broker, url } = await start({ limits: { ...LIMITS, messagesPerS: 100_000 } });
    const { seen } = await kiosk(broker);
    const { port } = new URL(url);
    const client = spawn("mosquitto_pub", ["-h", "127.0.0.1", "-p", port, "-t", "han/x", "-l"]);
    client.stdin.end(Array.from({ length: 5000 }, (_, index) => `${index}\n`).join(""));
    expect(await once(client, "exit")).toEqual([0, null]);
    await seen.until("the last one", () => seen.text("han/x") === "4999");
    expect(seen.messages).toHaveLength(5000);
  });

  it("tells others what the kiosk itself publishes, its status included", async () => {
    const { broker, url } = await start({ users: [reader, { ...guest, subscribe: ["wattframe/+/status"] }] });
    const { seen } = await source({ url, username: "guest", password: "gu3st-secret", prefixes: ["wattframe/hall"] });
    expect(seen.states.at(-1)?.kind).toBe("refused"); // `wattframe/hall/#` is more than it may read
    const { seen: allowed } = await source({ url, username: "reader", password: "r3ader-secret", prefixes: [] });
    expect(allowed.states.at(-1)?.kind).toBe("connected");
    const { seen: own, source: it } = await kiosk(broker, {
      prefixes: ["wattframe"],
      status: { topic: "wattframe/hall/status", online: "online", offline: "offline" },
    });
    await it.publish("wattframe/hall/status", "online", kept);
    await own.until("online", () => own.text("wattframe/hall/status") === "online");
    await it.publish("wattframe/x", "said", live);
    await own.until("its own word", () => own.text("wattframe/x") === "said");
  });

  it("serves the kiosk again after it was stopped and started again", async () => {
    const first = await start();
    const seen = witness();
    let broker = first.broker;
    const it = connectMqtt({ url: "mqtt://127.0.0.1", prefixes: ["han"] }, seen.events, wallClock, SILENT, {
      pace: FAST,
      open: () => broker.open(),
    });
    atEnd(() => it.stop());
    await seen.until("connected", () => seen.states.at(-1)?.kind === "connected");
    await first.broker.stop();
    await seen.until("lost", () => seen.states.at(-1)?.kind === "lost");
    const second = await start();
    broker = second.broker;
    await seen.until("connected again", () => seen.states.at(-1)?.kind === "connected");
    const out = await publisher(second.url);
    await out.publish("han/x", "after", live);
    await seen.until("the message", () => seen.text("han/x") === "after");
    const changes = seen.kinds().filter((kind, index, all) => kind !== all[index - 1]);
    expect(changes).toEqual(["connecting", "connected", "lost", "connected"]);
  });
});

describe("access to the embedded broker", () => {
  it.each([
    ["a wrong password", { username: "reader", password: "guess" }],
    ["a user that does not exist", { username: "nobody", password: "r3ader-secret" }],
    ["no login at all", {}],
  ])("is refused with %s", async (_, login) => {
    const { url } = await start({ users: [reader] });
    const { seen } = await source({ url, ...login });
    expect(seen.states.at(-1)).toMatchObject({ kind: "refused", reason: expect.stringContaining("wrong user name") });
  });

  it("drops what a user may not publish, says so once, and keeps the user", async () => {
    const { log, lines } = logged();
    const { broker, url } = await start({ users: [reader] }, log);
    const { seen } = await kiosk(broker, { prefixes: ["han", "homeassistant", "other"] });
    const out = await publisher(url, AS_READER);
    for (let time = 0; time < 3; time++) await out.publish("homeassistant/sensor/config", "{}", kept);
    await out.publish("$SYS/broker", "x", live);
    await out.publish("han/x", "still here", live);
    await seen.until("the allowed one", () => seen.text("han/x") === "still here");
    expect(seen.messages.map(({ topic }) => topic)).toEqual(["han/x"]);
    expect(lines).toEqual(["message dropped: forbidden", "message dropped: forbidden"]);
    const { seen: later, source: it } = await kiosk(broker, { prefixes: ["homeassistant"] });
    await it.publish("homeassistant/end", "1", live);
    await later.until("a later one", () => later.messages.length > 0);
    expect(later.messages.map(({ topic }) => topic)).toEqual(["homeassistant/end"]); // nothing had been kept
  });

  it("lets a user read only what it may", async () => {
    const { url } = await start({ users: [reader, guest] });
    const { seen: mayRead } = await source({ url, username: "guest", password: "gu3st-secret" });
    expect(mayRead.states.at(-1)?.kind).toBe("connected");
    const { seen: mayNot } = await source({ url, ...AS_READER });
    expect(mayNot.states.at(-1)).toMatchObject({ kind: "refused", reason: expect.stringContaining("han/#") });
  });

  it("lets a user connect who may not read the topics that are only wished for", async () => {
    const { url } = await start({ users: [reader, guest] });
    const as = { url: url.replace("//", "//guest:gu3st-secret@"), filters: ["homeassistant/sensor/+/config"] };
    const allowed = await source({ ...as, prefixes: ["han"] });
    expect(allowed.seen.kinds()).toEqual(["connecting", "connected"]);
    const denied = await source({ ...as, prefixes: ["cellar"] });
    expect(denied.seen.states.at(-1)).toMatchObject({
      kind: "refused",
      reason: "the broker does not let this user read cellar/#",
    });
  });

  it("is never open to the network without users", async () => {
    const open = start({ listen: { mqtt: [{ host: "0.0.0.0", port: 0 }] } });
    await expect(open).rejects.toMatchObject({ code: "BROKER_LISTEN", hint: expect.stringContaining("Add users") });
  });

  it("says what to do when the port is taken", async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const second = start({ listen: { mqtt: [...LOOPBACK, { host: "127.0.0.1", port }] } });
    await expect(second).rejects.toMatchObject({
      code: "BROKER_LISTEN",
      message: expect.stringContaining(`127.0.0.1:${port}`),
      hint: expect.stringContaining("Another program listens there"),
    });
  });
});

describe("the embedded broker's limits", () => {
  it("turn away one client too many, and not the kiosk", async () => {
    const { broker, url } = await start({ limits: { ...LIMITS, clients: 2 } });
    await publisher(url);
    const second = await publisher(url);
    await expect(createPublisher(url, { timeoutMs: 400 }, SILENT)).rejects.toMatchObject({
      code: "BROKER_UNREACHABLE",
    });
    const { seen } = await kiosk(broker);
    expect(seen.states.at(-1)?.kind).toBe("connected");
    await second.end();
    await publisher(url);
  });

  it("drop a payload that is too large, and keep the one that is just as large as allowed", async () => {
    const { broker, url } = await start({ limits: { ...LIMITS, payloadBytes: 1024 } });
    const { seen } = await kiosk(broker);
    const out = await publisher(url);
    await out.publish("han/a", new Uint8Array(1025), live);
    await out.publish("han/b", new Uint8Array(1024), live);
    await seen.until("the second", () => seen.messages.length === 1);
    expect(seen.messages[0]?.topic).toBe("han/b");
  });

  it("turn out a client that announces a huge packet, before it is in memory", async () => {
    const { broker, url } = await start({ limits: { ...LIMITS, payloadBytes: 1024 } });
    const { seen } = await kiosk(broker);
    const out = await publisher(url);
    await expect(out.publish("han/a", new Uint8Array(1_000_000), { retain: false, qos: 1 })).rejects.toMatchObject({
      code: "BROKER_UNREACHABLE",
    });
    expect(seen.messages).toEqual([]);
    expect(seen.states.at(-1)?.kind).toBe("connected");
  });

  it("turn out one that has not logged in and sends more than a login", async () => {
    const { url } = await start({ users: [reader] });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.on("error", () => {});
    socket.write(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f)); // CONNECT of 256 MB
    await once(socket, "close");
    expect(socket.destroyed).toBe(true);
  });

  it("drop what goes beyond the rate, from one client and not from another", async () => {
    const { log, lines } = logged();
    const { broker, url } = await start({ limits: { ...LIMITS, messagesPerS: 4 } }, log);
    const { seen } = await kiosk(broker);
    const noisy = await publisher(url);
    for (let index = 0; index < 200; index++) await noisy.publish("han/noise", `${index}`, live);
    const calm = await publisher(url);
    await calm.publish("han/calm", "1", { retain: false, qos: 1 });
    await seen.until("the calm one", () => seen.text("han/calm") === "1");
    const noise = seen.messages.filter(({ topic }) => topic === "han/noise").length;
    expect(noise).toBeGreaterThanOrEqual(20); // five seconds' worth at once
    expect(noise).toBeLessThan(100);
    expect(lines).toEqual(["message dropped: too many"]);
  });

  it("keep the broker up whatever bytes come instead of MQTT", async () => {
    const { broker, url } = await start({ users: [reader] });
    const { seen } = await kiosk(broker);
    const garbage = [
      [0xff, 0xff, 0xff, 0xff],
      [0x00],
      [0x30, 0x02, 0x00, 0x05],
      [0x10, 0x00],
      [0x10, 0x04, 0, 4, 77, 81],
    ];
    for (const bytes of garbage) {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      socket.on("error", () => {});
      await once(socket, "connect");
      socket.end(Uint8Array.from([...bytes, ...new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n")]));
      socket.resume();
      await once(socket, "close");
    }
    const out = await publisher(url, AS_READER);
    await out.publish("han/x", "still here", live);
    await seen.until("the message", () => seen.text("han/x") === "still here");
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });
});
