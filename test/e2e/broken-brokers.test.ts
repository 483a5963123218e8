import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { listensAt } from "../../src/source/listener.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { atEnd, endAll, FAST } from "./embedded.ts";
import { packet, word } from "./mqtt-bytes.ts";
import { wallClock, witness } from "./mqtt-witness.ts";

afterEach(endAll);

const CONNACK = packet(0x20, Buffer.of(0, 0));
const PINGRESP = packet(0xd0);
/** The answer to one filter, whatever was asked. */
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

/** A broker that answers so. What a client sends it is short: each length is one byte. */
async function brokerThat(answers: Answers) {
  const sockets: Socket[] = [];
  const behaviour = { answers };
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    let held: Buffer = Buffer.alloc(0);
    socket.on("data", (data: Buffer) => {
      held = Buffer.concat([held, data]);
      for (let bytes = 2 + (held[1] ?? 0); held.length >= Math.max(2, bytes); bytes = 2 + (held[1] ?? 0)) {
        const [first = 0] = held;
        behaviour.answers[first >> 4]?.(socket, held.subarray(0, bytes));
        held = held.subarray(bytes);
      }
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

function source(url: string, arrivalMs = 400, filters: readonly string[] = []) {
  const seen = witness();
  const wiring = { pace: FAST, arrivalMs };
  const connected = connectMqtt(
    { url, prefixes: ["han", "cellar"], filters, keepaliveS: 1 },
    seen.events,
    wallClock,
    SILENT,
    wiring,
  );
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

  it("and answers each subscription with one code is understood, whatever is wished besides", async () => {
    const { url } = await brokerThat(GOOD);
    const seen = source(url, 400, ["homeassistant/a/#", "homeassistant/b/#"]);
    await seen.until("connected", isKind(seen, "connected"));
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
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
    const seen = source(url, 20_000);
    await seen.until("lost", isKind(seen, "lost"));
    expect(seen.states.at(-1)?.reason).toBe("the broker sent a message at QoS 2, though QoS 0 was subscribed to");
  });

  it("at QoS 2, retained, is left when it is too much", async () => {
    const { url } = await brokerThat(flood(0x35));
    const seen = source(url, 20_000);
    await seen.until("lost", isKind(seen, "lost"));
    expect(seen.states.at(-1)?.reason).toBe("the broker sent too many retained messages at QoS 2");
  });
});
