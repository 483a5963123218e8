import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { listensAt } from "../../src/source/listener.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { packetWatch } from "../../src/source/packet-watch.ts";
import { atEnd, endAll, FAST } from "./embedded.ts";
import { packet, word } from "./mqtt-bytes.ts";
import { wallClock, witness } from "./mqtt-witness.ts";

afterEach(endAll);

const CONNACK = packet(0x20, Buffer.of(0, 0));
const PINGRESP = packet(0xd0);
/** @param messageId the first of a client of MQTT.js is any; it is read from the SUBSCRIBE */
const suback = (messageId: Uint8Array): Buffer => packet(0x90, messageId, Buffer.of(0));

/** What a broker answers to a packet of a type; nothing where nothing is said. */
type Answers = Readonly<Partial<Record<number, (socket: Socket, packet: Buffer) => void>>>;

const CONNECT = 1;
const SUBSCRIBE = 8;
const PINGREQ = 12;

const GOOD: Answers = {
  [CONNECT]: (socket) => void socket.write(CONNACK),
  [SUBSCRIBE]: (socket, bytes) => void socket.write(suback(bytes.subarray(2, 4))),
  [PINGREQ]: (socket) => void socket.write(PINGRESP),
};

/** A broker that answers so; the packets of the client are short and come each in a piece of its own. */
async function brokerThat(answers: Answers) {
  const sockets: Socket[] = [];
  const behaviour = { answers };
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    let piece: Buffer = Buffer.alloc(0);
    const watch = packetWatch((type) => behaviour.answers[type]?.(socket, piece));
    socket.on("data", (data: Buffer) => {
      piece = data;
      watch(data);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `mqtt://127.0.0.1:${listensAt(server).port}`, sockets, behaviour };
}

function source(url: string, arrivalMs = 400) {
  const seen = witness();
  const wiring = { pace: FAST, arrivalMs };
  const connected = connectMqtt({ url, prefixes: ["han"], keepaliveS: 1 }, seen.events, wallClock, SILENT, wiring);
  atEnd(() => connected.stop());
  return seen;
}

const isKind = (seen: ReturnType<typeof witness>, kind: string) => () => seen.states.at(-1)?.kind === kind;

describe("a broker that is half there", () => {
  it.each<[string, Answers, string]>([
    ["says nothing", {}, "the broker does not answer in time"],
    [
      "answers all but the subscription",
      { ...GOOD, [SUBSCRIBE]: undefined },
      "the broker does not answer the subscription in time",
    ],
    [
      "answers the login with nothing in it",
      { ...GOOD, [CONNECT]: (socket) => void socket.write(packet(0x20)) },
      "the broker's answer to the login is malformed",
    ],
    [
      "answers the login by halves",
      { ...GOOD, [CONNECT]: (socket) => void socket.write(CONNACK.subarray(0, 3)) },
      "the broker does not answer in time",
    ],
  ])("and %s is given up, with the reason, and tried again", async (_, answers, reason) => {
    const { url, sockets, behaviour } = await brokerThat(answers);
    const seen = source(url);
    await seen.until("lost", isKind(seen, "lost"));
    expect(seen.states.at(-1)?.reason).toContain(reason);
    behaviour.answers = GOOD;
    await seen.until("connected", isKind(seen, "connected"));
    expect(sockets.length).toBeGreaterThan(1);
    expect(seen.kinds()).toEqual(["connecting", "lost", "connected"]);
  });

  it("has no deadline any more once it has answered everything", async () => {
    const { url, sockets } = await brokerThat(GOOD);
    const seen = source(url, 300);
    await seen.until("connected", isKind(seen, "connected"));
    await new Promise((resolve) => setTimeout(resolve, 500));
    sockets[0]?.write(packet(0x30, word("han/x"), Buffer.from("1")));
    await seen.until("the message", () => seen.text("han/x") === "1");
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });
});

describe("a broker that sends what was not asked for", () => {
  const message = (head: number) => packet(head, word("han/x"), Buffer.of(0, 7), Buffer.alloc(60_000, 65));
  const flood = (head: number): Answers => ({
    ...GOOD,
    [SUBSCRIBE]: (socket, bytes) => {
      socket.write(suback(bytes.subarray(2, 4)));
      for (let count = 0; count < 200; count++) socket.write(message(head));
    },
  });

  it("at QoS 2 is left, before the messages that it never releases fill the memory", async () => {
    const { url } = await brokerThat(flood(0x34));
    const seen = source(url);
    await seen.until("lost", isKind(seen, "lost"));
    expect(seen.states.at(-1)?.reason).toBe("the broker sent a message at QoS 2, though QoS 0 was asked for");
  });

  it("at QoS 2, retained, is left when it is too much", async () => {
    const { url } = await brokerThat(flood(0x35));
    const seen = source(url);
    await seen.until("lost", isKind(seen, "lost"));
    expect(seen.states.at(-1)?.reason).toBe("the broker sent too many retained messages at QoS 2");
  });
});
