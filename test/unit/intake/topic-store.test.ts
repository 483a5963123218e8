import { describe, expect, it } from "vitest";
import { MAX_KEPT_BYTES, MAX_TOPICS, TopicStore } from "../../../src/intake/topic-store.ts";
import { later } from "../../fixtures/readings.ts";

const message = (topic: string, payload: Uint8Array | string, afterMs = 0, retained = false) => ({
  topic,
  payload: Buffer.from(payload),
  retained,
  qos: 0 as const,
  at: later(afterMs),
});

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("the store of topics", () => {
  it("keeps the last message of each, known or not, with when it came and how often", () => {
    const store = new TopicStore();
    expect(store.keep(message("han/b", "1", 0, true))).toBe(true);
    store.keep(message("han/a", "x"));
    store.keep(message("han/b", "22", 5));
    expect(store.all()).toEqual([
      { topic: "han/a", payload: bytesOf("x"), bytes: 1, at: later(0), retained: false, count: 1, intervalsMs: [] },
      {
        topic: "han/b",
        payload: bytesOf("22"),
        bytes: 2,
        at: later(5),
        retained: false,
        count: 2,
        intervalsMs: [],
      },
    ]);
  });

  it("keeps the beginning of a long payload and its whole length", () => {
    const store = new TopicStore();
    store.keep(message("han/long", new Uint8Array(1_048_576).fill(7)));
    expect(store.all()[0]).toMatchObject({ bytes: 1_048_576 });
    expect(store.all()[0]?.payload).toHaveLength(MAX_KEPT_BYTES);
  });

  it("refuses one topic too many, and still renews those that it has", () => {
    const store = new TopicStore();
    for (let i = 0; i < MAX_TOPICS; i++) expect(store.keep(message(`han/${i}`, "x"))).toBe(true);
    expect(store.keep(message("han/more", "x"))).toBe(false);
    expect(store.keep(message("han/0", "y"))).toBe(true);
    expect(store.all()).toHaveLength(MAX_TOPICS);
  });

  it("counts every message, those of topics that it does not keep too", () => {
    const store = new TopicStore();
    expect(store.messages).toBe(0);
    for (let i = 0; i < MAX_TOPICS + 5; i++) store.keep(message(`han/${i}`, "x"));
    store.keep(message("han/0", "y"));
    expect(store.messages).toBe(MAX_TOPICS + 6);
  });

  it("remembers the last ten gaps between live messages, and none beside a message that the broker had kept", () => {
    const store = new TopicStore();
    store.keep(message("han/a", "1", 0, true));
    for (const at of [5, 15, 40]) store.keep(message("han/a", "1", at));
    expect(store.get("han/a")?.intervalsMs).toEqual([10, 25]);
    for (let i = 1; i <= 20; i++) store.keep(message("han/a", "1", 40 + i * 100));
    expect(store.get("han/a")?.intervalsMs).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it("keeps the last whole telegram of a topic while its pieces go on", () => {
    const store = new TopicStore();
    const content = { kind: "values", whole: true, values: { activePowerImportW: 5 } } as const;
    const whole = message("han/raw", "a telegram", 10);
    store.keep(whole);
    store.keepTelegram(whole, content);
    store.keep(message("han/raw", "a piece", 20));
    expect(store.get("han/raw")).toMatchObject({ at: later(20), telegram: { content, at: later(10) } });
    store.keepTelegram(message("han/none", ""), content);
    expect(store.get("han/none")).toBeUndefined();
  });

  it("is not filled up by a few topics that are as long as MQTT allows", () => {
    const store = new TopicStore();
    for (let i = 0; i < 100; i++) store.keep(message(`han/${"x".repeat(60_000)}${i}`, "x"));
    expect(store.all().length).toBeLessThan(20);
  });
});
