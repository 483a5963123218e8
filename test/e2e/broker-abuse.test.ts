import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connectAsync } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import {
  AS_GUEST,
  AS_READER,
  atEnd,
  endAll,
  guest,
  kept,
  kiosk,
  LIMITS,
  LOOPBACK,
  live,
  logged,
  publisher,
  reader,
  start,
} from "./embedded.ts";
import { connectAs, packet, publish, subscribe, unsubscribe, word } from "./mqtt-bytes.ts";

afterEach(endAll);

const users = [reader, guest];

interface Raw {
  readonly socket: Socket;
  /** All that came so far. */
  bytes(): Buffer;
}

/** A bare connection from an address of the loopback, with what is written on it at once. */
async function raw(url: string, written: Uint8Array | string = "", from = "127.0.0.1"): Promise<Raw> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), localAddress: from });
  atEnd(async () => socket.destroy());
  socket.on("error", () => {});
  await once(socket, "connect");
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  socket.write(written);
  return { socket, bytes: () => Buffer.concat(pieces) };
}

/** Looks until it is so; fails after ten seconds. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const closed = (socket: Socket): Promise<unknown> =>
  socket.destroyed ? Promise.resolve() : once(socket, "close", { signal: AbortSignal.timeout(5000) });

/** The code that a login from an address is answered with. @source MQTT 3.1.1, 3.2.2.3 */
async function loginCode(url: string, password: string, from?: string): Promise<number | undefined> {
  const { socket, bytes } = await raw(url, connectAs({ username: "reader", password }), from);
  await until("an answer", () => bytes().length >= 4);
  socket.destroy();
  return bytes()[3];
}

describe("connections that have not logged in", () => {
  it("keep nobody out, however many there are and wherever they come from", async () => {
    const { broker, url } = await start({ users });
    const { seen } = await kiosk(broker);
    const addresses = Array.from({ length: 200 }, (_, index) => `127.0.0.${1 + (index % 8)}`);
    await Promise.all(addresses.map((from) => raw(url, "", from)));
    const out = await publisher(url, AS_READER);
    await out.publish("han/x", "1", live);
    await seen.until("the message", () => seen.messages.length > 0);
    expect(seen.text("han/x")).toBe("1");
  });

  it("crowd out one another, those of the address with the most first", async () => {
    const { log, lines } = logged();
    const { url } = await start({ users }, log);
    const alone = await raw(url, "", "127.0.0.2");
    const many = await Promise.all(Array.from({ length: 100 }, () => raw(url)));
    await until("there is room for no more", () => many.filter(({ socket }) => socket.destroyed).length >= 100 - 63);
    expect(alone.socket.destroyed).toBe(false);
    expect(lines).toEqual([expect.stringContaining("too many connections that have not logged in")]);
  });
});

describe("one user", () => {
  it("cannot take the seat of another, however often it logs in", async () => {
    const { log, lines } = logged();
    const { url } = await start({ users, limits: { ...LIMITS, clients: 3 } }, log);
    await publisher(url, AS_GUEST);
    await publisher(url, AS_GUEST);
    await expect(createPublisher(url, { ...AS_GUEST, timeoutMs: 300 }, SILENT)).rejects.toMatchObject({
      code: "BROKER_UNREACHABLE",
    });
    await expect(publisher(url, AS_READER)).resolves.toBeDefined();
    expect(lines).toEqual(["too many clients; this one is refused"]);
  });

  it("gives its seat back when its connection breaks", async () => {
    const { url } = await start({ users, limits: { ...LIMITS, clients: 1 } });
    for (let time = 0; time < 5; time++) {
      const { socket, bytes } = await raw(url, connectAs(AS_READER));
      await until("the login", () => bytes().length >= 4);
      expect(bytes()[3]).toBe(0);
      socket.destroy();
    }
    await expect(publisher(url, AS_READER)).resolves.toBeDefined();
  });

  it("cannot throw another user's client out by taking its id, and can its own", async () => {
    const { url } = await start({ users });
    const clientId = "wattframe-reader";
    const theirs = await raw(url, connectAs(AS_READER, clientId));
    await until("the login", () => theirs.bytes().length >= 4);
    const other = await raw(url, connectAs(AS_GUEST, clientId));
    await until("the other login", () => other.bytes().length >= 4);
    theirs.socket.write(packet(0xc0));
    await until("an answer", () => theirs.bytes().length >= 6);
    expect(other.bytes()[3]).toBe(0);
    await raw(url, connectAs(AS_READER, clientId));
    await closed(theirs.socket);
    expect(other.socket.destroyed).toBe(false);
  });
});

describe("guessing passwords", () => {
  it("ends after five from one address, for the right one too, and other addresses go on", async () => {
    const { log, lines } = logged();
    const { url } = await start({ users }, log);
    const codes: (number | undefined)[] = [];
    for (const guess of ["a", "b", "c", "d", "e", "f", AS_READER.password]) codes.push(await loginCode(url, guess));
    expect(codes).toEqual([4, 4, 4, 4, 4, 3, 3]);
    expect(await loginCode(url, AS_READER.password, "127.0.0.2")).toBe(0);
    expect(lines).toEqual(["wrong user name or password", expect.stringContaining("too many wrong passwords")]);
  });

  it("many at once gives no more tries than one after the other", async () => {
    const { url } = await start({ users });
    const codes = await Promise.all(Array.from({ length: 30 }, (_, index) => loginCode(url, `guess ${index}`)));
    expect(codes.filter((code) => code === 4)).toHaveLength(5);
    expect(codes.filter((code) => code === 3)).toHaveLength(25);
  });

  it("is not reset by a right one: a user could guess another's password without limit", async () => {
    const { url } = await start({ users });
    const right = AS_READER.password;
    const codes: (number | undefined)[] = [];
    for (const guess of ["a", "b", "c", "d", right, right, "e", "f", right]) codes.push(await loginCode(url, guess));
    expect(codes).toEqual([4, 4, 4, 4, 0, 0, 4, 3, 3]);
  });

  it.each(["mqtt", "ws"] as const)("needs more than a few tries beyond the loopback, over %s", async (protocol) => {
    const short = { ...reader, password: { reveal: () => "1234567" } };
    const listen = { mqtt: LOOPBACK, [protocol]: [{ host: "0.0.0.0", port: 0 }] };
    await expect(start({ users: [guest, short], listen })).rejects.toMatchObject({
      code: "BROKER_LISTEN",
      message: expect.stringContaining('"reader"'),
      hint: expect.stringContaining("8 characters"),
    });
    await expect(start({ users: [short] })).resolves.toBeDefined();
  });
});

describe("a client that subscribes again and again", () => {
  const memory = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };

  it("does not fill the memory, whether it reads or not, and is answered again later", async () => {
    const { broker, url } = await start({ users, limits: { ...LIMITS, messagesPerS: 200 } });
    const { seen } = await kiosk(broker);
    const out = await publisher(url, AS_READER);
    for (let index = 0; index < 100; index++) await out.publish(`han/sensor/${index}/state`, "x".repeat(200), kept);
    const beforeBytes = memory();
    const again = Buffer.concat(Array.from({ length: 8_000 }, () => subscribe("han/#")));
    const guests = [0, 1, 2].map((index) => raw(url, connectAs(AS_GUEST, `guest${index}`)));
    const [reads, deaf, leaves] = (await Promise.all(guests)) as [Raw, Raw, Raw];
    await until("the logins", () => [reads, deaf, leaves].every(({ bytes }) => bytes().length >= 4));
    deaf.socket.pause();
    for (const { socket } of [reads, deaf, leaves]) socket.write(again);
    const acks = 8_000 * 5;
    await until("every answer", () => reads.bytes().length > acks + 100 * 220);
    leaves.socket.destroy();
    await out.publish("han/x", "still here", live);
    await seen.until("the message", () => seen.text("han/x") === "still here");
    expect(memory() - beforeBytes).toBeLessThan(100e6);
    expect(reads.bytes().includes(Buffer.of(0x90, 3, 0, 1, 0x80))).toBe(true); // beyond the rate: refused
  });

  it("gets a filter back that it gives back, and never more than a hundred at a time", async () => {
    const { url } = await start({ users });
    const { socket, bytes } = await raw(url, connectAs(AS_GUEST));
    const codes = () =>
      [
        ...bytes()
          .subarray(4)
          .toString("hex")
          .matchAll(/90030001(..)/gu),
      ].map(([, code]) => code);
    for (let index = 0; index < 101; index++) socket.write(subscribe(`han/${index}`));
    await until("the answers", () => codes().length === 101);
    expect(codes().filter((code) => code === "80")).toHaveLength(1);
    socket.write(unsubscribe("han/0"));
    await until("the answer", () => bytes().includes(Buffer.of(0xb0, 2, 0, 1)));
    socket.write(Buffer.concat([subscribe("han/new"), subscribe("han/one-more")]));
    await until("the answers", () => codes().length === 103);
    expect(codes().slice(-2).toSorted()).toEqual(["00", "80"]);
  });
});

describe("a subscriber that does not read", () => {
  it("holds nobody back: messages to it are dropped, and said so once", async () => {
    const { log, lines } = logged();
    const { broker, url } = await start({ users }, log);
    const { seen } = await kiosk(broker);
    const deaf = await Promise.all([0, 1, 2, 3].map((index) => raw(url, connectAs(AS_GUEST, `deaf${index}`))));
    for (const { socket } of deaf) socket.write(subscribe("han/#"));
    await until("the subscriptions", () => deaf.every(({ bytes }) => bytes().length >= 9));
    for (const { socket } of deaf) socket.pause();
    const out = await publisher(url, AS_READER);
    for (let index = 0; index < 400; index++) await out.publish("han/x", new Uint8Array(60_000), live); // 24 MB
    await out.publish("han/mark", "1", { retain: false, qos: 1 });
    await seen.until("all of them", () => seen.text("han/mark") === "1");
    expect(seen.messages).toHaveLength(401);
    expect(lines).toEqual(["client does not keep up; messages to it are dropped"]);
  });
});

describe("what MQTT forbids in a text", () => {
  const INVALID = Buffer.from([0x68, 0x61, 0x6e, 0x2f, 0xff]);
  const will = (topic: Uint8Array | string) =>
    packet(0x10, word("MQTT"), Buffer.of(4, 0x06, 0, 0), word("w"), word(topic), word("gone"));

  it.each([
    ["a topic with NUL", [connectAs(AS_READER), publish("han/\0x", "1")]],
    ["a topic that is no UTF-8", [connectAs(AS_READER), publish(INVALID, "1")]],
    ["a filter with NUL", [connectAs(AS_GUEST), subscribe("han/\0x")]],
    ["a filter that is given back, with NUL", [connectAs(AS_GUEST), unsubscribe("han/\0x")]],
    ["a client id with NUL", [connectAs(AS_READER, "a\0b")]],
    ["a user's name with NUL", [connectAs({ ...AS_READER, username: "rea\0der" })]],
    ["a will's topic that is no UTF-8", [will(INVALID)]],
  ])("%s ends the connection and goes to nobody", async (_, packets) => {
    const { log, lines } = logged();
    const { broker, url } = await start({ users }, log);
    const { seen } = await kiosk(broker, { prefixes: ["han"] });
    const { socket } = await raw(url, Buffer.concat(packets));
    await closed(socket);
    await (await publisher(url, AS_READER)).publish("han/mark", "1", live);
    await seen.until("the next message", () => seen.messages.length > 0);
    expect(seen.messages.map(({ topic }) => topic)).toEqual(["han/mark"]);
    expect(lines).toEqual(["client sent a text that MQTT forbids and is disconnected"]);
  });

  it("is not every letter beyond ASCII", async () => {
    const { broker, url } = await start({ users });
    const { seen } = await kiosk(broker);
    const client = await connectAsync(url, { ...AS_READER, clientId: "Lukija-ä" });
    atEnd(() => client.endAsync(true));
    await client.publishAsync("han/sähkö/⚡", "1");
    await seen.until("the message", () => seen.messages.length > 0);
    expect(seen.messages[0]?.topic).toBe("han/sähkö/⚡");
  });
});
