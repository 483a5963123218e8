import { describe, expect, it } from "vitest";
import { RetainedDelivery } from "../../../src/source/retained-delivery.ts";
import { type RetainedMessage, RetainedMessages } from "../../../src/source/retained-messages.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(65);
const topics = (kept: RetainedMessages): string[] => [...kept.all()].map(({ topic }) => topic);

/** A client that takes a message each time it is let. */
class Reader {
  readonly got: RetainedMessage[] = [];
  hasLeft = false;
  #take: (() => void) | undefined;
  readonly isGone = () => this.hasLeft;
  readonly deliver = (message: RetainedMessage): Promise<void> => {
    this.got.push(message);
    return new Promise((resolve) => {
      this.#take = resolve;
    });
  };
  /** Takes what was delivered, and waits until nothing more comes of it. */
  async takes(count: number): Promise<void> {
    for (let taken = 0; taken < count; taken++) {
      this.#take?.();
      await settled();
    }
  }
  get topics(): string[] {
    return this.got.map(({ topic }) => topic);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function house(...names: string[]): RetainedMessages {
  const kept = new RetainedMessages(1_000_000);
  for (const name of names) kept.keep(name, bytes(1), 1);
  return kept;
}

describe("what is kept for later", () => {
  it("is bounded in sum, counts a topic once and gives back what is taken away", () => {
    const kept = new RetainedMessages(2000);
    expect(kept.keep("a", bytes(700), 0)).toBe(true);
    expect(kept.keep("b", bytes(700), 0)).toBe(true);
    expect(kept.keep("c", bytes(700), 0)).toBe(false);
    expect(kept.keep("b", bytes(600), 0)).toBe(true);
    expect(kept.keep("a", bytes(0), 0)).toBe(true);
    expect(kept.keep("c", bytes(700), 0)).toBe(true);
    expect(topics(kept)).toEqual(["b", "c"]);
    expect(kept.keep("d", bytes(0), 0)).toBe(true);
    expect(topics(kept)).toEqual(["b", "c"]);
  });

  it("is a copy: a few bytes do not hold on to all that was read with them", () => {
    const read = new Uint8Array(65_536);
    const kept = new RetainedMessages(1000);
    kept.keep("a", read.subarray(7, 9), 2);
    read.fill(1);
    const [message] = kept.all();
    expect(message).toMatchObject({ topic: "a", payload: Uint8Array.of(0, 0), qos: 2 });
    expect(message?.payload.buffer.byteLength).toBe(2);
  });
});

describe("sending what is kept to one client", () => {
  it("sends what a filter names, at the lesser QoS, one message after the other as they are taken", async () => {
    const reader = new Reader();
    const delivery = new RetainedDelivery(house("han/a", "other/b", "han/c"), reader);
    delivery.send("han/#", 0);
    await settled();
    expect(reader.topics).toEqual(["han/a"]);
    await reader.takes(1);
    expect(reader.topics).toEqual(["han/a", "han/c"]);
    await reader.takes(3);
    expect(reader.got.map(({ qos }) => qos)).toEqual([0, 0]);
  });

  it("waits with the next subscription, and a subscription that is repeated meanwhile waits once", async () => {
    const reader = new Reader();
    const delivery = new RetainedDelivery(house("han/a", "han/b"), reader);
    delivery.send("han/#", 1);
    await settled();
    for (let time = 0; time < 1000; time++) delivery.send("han/#", 1);
    delivery.send("han/b", 1);
    await reader.takes(20);
    expect(reader.topics).toEqual(["han/a", "han/b", "han/a", "han/b", "han/b"]);
    delivery.send("han/a", 1);
    await settled();
    expect(reader.topics.at(-1)).toBe("han/a");
  });

  it("ends when the client has gone, whatever waits", async () => {
    const reader = new Reader();
    const delivery = new RetainedDelivery(house("han/a", "han/b", "han/c"), reader);
    delivery.send("han/#", 0);
    delivery.send("han/c", 0);
    await settled();
    reader.hasLeft = true;
    await reader.takes(5);
    expect(reader.topics).toEqual(["han/a"]);
  });

  it("leaves out what is kept after the subscription, which comes by itself", async () => {
    const reader = new Reader();
    const kept = house("han/a", "han/b");
    new RetainedDelivery(kept, reader).send("han/#", 0);
    await settled();
    kept.keep("han/b", bytes(2), 0);
    kept.keep("han/c", bytes(2), 0);
    await reader.takes(5);
    expect(reader.topics).toEqual(["han/a"]);
  });

  it("sends thousands, with pauses for others", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `han/${index}`);
    const got: string[] = [];
    const isGone = () => false;
    const allSent = new Promise<void>((resolve) => {
      const deliver = async ({ topic }: RetainedMessage) => {
        got.push(topic);
        if (got.length === names.length) resolve();
      };
      new RetainedDelivery(house(...names), { isGone, deliver }).send("#", 0);
    });
    await settled();
    expect(got.length).toBeLessThan(100);
    await allSent;
    expect(got).toEqual(names);
  });
});
