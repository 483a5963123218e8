import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/meter/message.ts";
import type { RecordedMessage } from "../../../src/meter/recording.ts";
import type { LinkState } from "../../../src/source/link-state.ts";
import { replayedMessages, replaySource } from "../../../src/source/replay-source.ts";

const START_MS = Date.parse("2026-01-15T18:00:00Z");

const recorded = (atMs: number, rest: Partial<RecordedMessage> = {}): RecordedMessage => ({
  atMs,
  topic: "han/telegram",
  payload: Uint8Array.of(atMs % 256),
  retain: false,
  qos: 0,
  ...rest,
});

function listener() {
  const messages: Message[] = [];
  const states: LinkState[] = [];
  const events = { message: (it: Message) => void messages.push(it), state: (it: LinkState) => void states.push(it) };
  return { messages, states, events };
}

function* broken(): Generator<RecordedMessage> {
  yield recorded(START_MS);
  throw new Error("line 2 is broken");
}

function* endless(): Generator<RecordedMessage> {
  for (let index = 0; ; index++) yield recorded(START_MS + index);
}

describe("a replayed recording", () => {
  it("comes in its order, at its own times on both clocks", async () => {
    const { messages, states, events } = listener();
    const recording = Array.from({ length: 2500 }, (_, index) => recorded(START_MS + index * 10_000));
    await replaySource(recording, events).finished;
    expect(messages.map(({ at }) => at.wallMs)).toEqual(recording.map(({ atMs }) => atMs));
    expect(messages.every(({ at }) => at.monoMs === at.wallMs && at.clockSet)).toBe(true);
    expect(messages[7]?.payload).toBe(recording[7]?.payload);
    expect(states).toEqual([{ kind: "connected", since: messages[0]?.at }]);
  });

  it("tells nothing before the caller has its source", () => {
    const { messages, events } = listener();
    const source = replaySource([recorded(START_MS)], events);
    expect(messages).toEqual([]);
    return source.stop();
  });

  it("keeps the monotonic clock from going back where the recording's times do", () => {
    const times = [START_MS, START_MS + 5000, START_MS - 60_000, START_MS + 6000];
    const at = [...replayedMessages(times.map((ms) => recorded(ms)))].map((message) => message.at);
    expect(at.map(({ wallMs }) => wallMs)).toEqual(times);
    expect(at.map(({ monoMs }) => monoMs - START_MS)).toEqual([0, 5000, 5000, 6000]);
  });

  it("marks what the broker had kept from before, not what was published to be kept", () => {
    const recording = [recorded(START_MS, { retain: true, kept: true }), recorded(START_MS, { retain: true })];
    expect([...replayedMessages(recording)].map(({ retained }) => retained)).toEqual([true, false]);
  });

  it("ends with what reading the recording threw, after the messages before it", async () => {
    const { messages, events } = listener();
    await expect(replaySource(broken(), events).finished).rejects.toThrowError("line 2 is broken");
    expect(messages).toHaveLength(1);
  });

  it("stops in the middle when asked, though the recording has no end", async () => {
    const { messages, events } = listener();
    const source = replaySource(endless(), events);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await source.stop();
    const soFar = messages.length;
    expect(soFar).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(messages).toHaveLength(soFar);
  });
});
