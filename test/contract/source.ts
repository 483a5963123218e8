import { afterEach, describe, expect, it } from "vitest";
import type { Source } from "../../src/source/source.ts";
import type { Witness } from "../e2e/mqtt-witness.ts";

/** What a source under test hands on: the first one is on the prefix itself, which belongs to its tree. */
export const TEN = Array.from({ length: 10 }, (_, index) => {
  return { topic: index === 0 ? "han" : `han/${index}`, text: `${index}` };
});

/** One source under test, about to hand on ten messages. */
export interface SourceUnderTest {
  /** What they are, where they are not {@link TEN}. */
  readonly ten?: readonly { readonly topic: string; readonly text: string }[];
  readonly source: Source;
  readonly seen: Witness;
  /** Makes those ten messages come; resolves when they were sent. */
  readonly send: () => Promise<void>;
  /** Takes down whatever was set up around the source. */
  readonly end: () => Promise<void>;
}

/** What every source must hold to, whoever implements it. */
export function describeSource(name: string, make: () => Promise<SourceUnderTest>): void {
  describe(`${name}, as every source,`, () => {
    let made: SourceUnderTest | undefined;
    afterEach(async () => {
      await made?.source.stop();
      await made?.end();
      made = undefined;
    });

    const started = async (): Promise<SourceUnderTest> => {
      made = await make();
      return made;
    };

    it("hands on every message once, in order, with its bytes, a time that never goes back and its flags", async () => {
      const { seen, send, ten = TEN } = await started();
      await send();
      await seen.until("ten messages", () => seen.messages.length >= 10);
      const texts = seen.messages.map(({ topic, payload }) => [topic, Buffer.from(payload).toString()]);
      expect(texts).toEqual(ten.map(({ topic, text }) => [topic, text]));
      const times = seen.messages.map(({ at }) => at.monoMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(seen.messages.every(({ retained, qos }) => !retained && qos === 0)).toBe(true);
    });

    it("is connected when messages come, and has said each state once", async () => {
      const { seen, send } = await started();
      await send();
      await seen.until("a message", () => seen.messages.length > 0);
      expect(seen.kinds().at(-1)).toBe("connected");
      expect(new Set(seen.kinds()).size).toBe(seen.kinds().length);
      expect(seen.states.at(-1)?.reason).toBeUndefined();
    });

    it("gives each message bytes of its own", async () => {
      const { seen, send } = await started();
      await send();
      await seen.until("ten messages", () => seen.messages.length >= 10);
      expect(seen.messages.every(({ payload }) => payload.buffer.byteLength === payload.length)).toBe(true);
    });

    it("stops for good, twice if asked, and refuses to publish afterwards", async () => {
      const { source, seen } = await started();
      await Promise.all([source.stop(), source.stop()]);
      const before = seen.messages.length;
      const late = source.publish("han/x", "1", { retain: false, qos: 0 });
      await expect(late).rejects.toMatchObject({ name: "WattframeError", code: "BROKER_UNREACHABLE" });
      expect(seen.messages).toHaveLength(before);
    });
  });
}
