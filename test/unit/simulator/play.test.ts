import { describe, expect, it } from "vitest";
import { WattframeError } from "../../../src/errors.ts";
import type { RecordedMessage } from "../../../src/meter/recording.ts";
import { type Player, play } from "../../../src/simulator/play.ts";

/** A player whose clock only moves while it waits, and what it did. */
function fakePlayer(change: Partial<Player> = {}) {
  const done: string[] = [];
  let nowMs = 1_000;
  const player: Player = {
    publish: async (topic) => void done.push(`${nowMs} ${topic}`),
    nowMs: () => nowMs,
    wait: async (ms) => {
      nowMs += ms;
    },
    lost: (why) => void done.push(why ? `lost ${why.code}` : "found"),
    ...change,
  };
  return { player, done };
}

const messages = (...times: readonly number[]): RecordedMessage[] =>
  times.map((atMs, index) => ({ atMs, topic: `t${index}`, payload: new Uint8Array(), retain: false, qos: 0 }));

describe("playing", () => {
  it("publishes each message at its instant and what is late at once", async () => {
    const { player, done } = fakePlayer();
    await play(messages(500, 1_000, 1_003, 11_000), player);
    expect(done).toEqual(["1000 t0", "1000 t1", "1003 t2", "11000 t3"]);
  });

  it("hands on payload, retain and qos as they were recorded", async () => {
    const seen: unknown[] = [];
    const { player } = fakePlayer({ publish: async (...message) => void seen.push(message) });
    await play([{ atMs: 0, topic: "t", payload: Uint8Array.of(1), retain: true, qos: 1 }], player);
    expect(seen).toEqual([["t", Uint8Array.of(1), { retain: true, qos: 1 }]]);
  });

  it("drops what cannot be sent, says so once, and says when it goes on", async () => {
    let count = 0;
    const { player, done } = fakePlayer({
      publish: async (topic) => {
        count += 1;
        if (count === 2 || count === 3) throw new WattframeError("BROKER_UNREACHABLE", "gone");
        done.push(topic);
      },
    });
    await play(messages(1, 2, 3, 4), player);
    expect(done).toEqual(["t0", "lost BROKER_UNREACHABLE", "t3", "found"]);
  });

  it("ends when waiting is ended, and with any fault that is not the broker's", async () => {
    const stopped = fakePlayer({ wait: () => Promise.reject(new Error("stopped")) });
    await expect(play(messages(2_000), stopped.player)).rejects.toThrow("stopped");
    const broken = fakePlayer({ publish: () => Promise.reject(new TypeError("bug")) });
    await expect(play(messages(1), broken.player)).rejects.toThrow("bug");
  });
});
