import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import type { Message } from "../../../src/meter/message.ts";
import type { SourceEvents } from "../../../src/source/source.ts";
import { NOON } from "../../fixtures/readings.ts";
import { config, World } from "./kiosk-under-test.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let said: { readonly facts: object; readonly message: string }[];
let events: SourceEvents;
let kiosk: Kiosk;
/** Topics and payloads at the broker, whoever subscribes. */
let there: (readonly [string, string])[];
let glances: number;

const message = (topic: string, payload: string): Message => {
  return { topic, payload: Buffer.from(payload), retained: false, qos: 0, at: NOON };
};
const connected = () => events.state({ kind: "connected", since: NOON });
const yet = () => said.filter(({ message: text }) => text.startsWith("nothing came"));

beforeEach(async () => {
  vi.useFakeTimers();
  [said, there, glances] = [[], [], 0];
  const log: Log = { ...SILENT, warn: (facts, text) => void said.push({ facts, message: text }), child: () => SILENT };
  kiosk = await new World().start(config([]), {
    log,
    openSource: (_, own) => {
      events = own;
      return Promise.resolve({
        publish: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        glance: (_forMs, hear) => {
          glances += 1;
          for (const [topic, payload] of there) hear(message(topic, payload));
          return Promise.resolve();
        },
      });
    },
  });
});
afterEach(async () => {
  await kiosk.stop();
  vi.useRealTimers();
});

describe("a minute after the connection, a meter of which nothing came", () => {
  it("is logged with the prefixes that carry a meter's values", async () => {
    there = [
      ["p9/sensor/momentary_active_import/state", "1.2"],
      ["p9/sensor/voltage_phase_1/state", "230"],
      ["house/han/telegram", '{"v":1,"obis":{"1-0:1.7.0":1234}}'],
      ["zigbee2mqtt/lamp", "{}"],
    ];
    connected();
    await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
    expect(yet()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(yet()).toEqual([
      {
        facts: {
          meter: "house",
          prefix: "p1",
          found: ["p9", "house/han"],
          hint: "Set prefix of the meter house to one of them.",
        },
        message: "nothing came under p1/ yet; a meter's values come under p9/, house/han/",
      },
    ]);
  });

  it("is logged with the first levels of other topics where none is a meter's", async () => {
    there = [
      ["zigbee2mqtt/lamp", "{}"],
      ["boiler/status", "online"],
    ];
    connected();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(yet()).toMatchObject([
      { message: "nothing came under p1/ yet; the topics that do come begin with boiler, zigbee2mqtt" },
    ]);
  });

  it("is logged alone where nothing comes at all, or nothing may be read", async () => {
    connected();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(yet()).toEqual([
      {
        facts: { meter: "house", prefix: "p1", hint: "Does the reader run, and publish to this broker?" },
        message: "nothing came under p1/ yet",
      },
    ]);
  });

  it("is logged once a day, however often the connection comes back", async () => {
    for (let i = 0; i < 10; i++) {
      connected();
      await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
      events.state({ kind: "lost", since: NOON });
    }
    expect([yet().length, glances]).toEqual([1, 1]);
    connected();
    await vi.advanceTimersByTimeAsync(25 * HOUR_MS);
    expect([yet().length, glances]).toEqual([2, 2]);
  });

  it("is not told when the broker was not there for a minute", async () => {
    connected();
    await vi.advanceTimersByTimeAsync(50_000);
    events.state({ kind: "lost", since: NOON });
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(yet()).toEqual([]);
  });
});

describe("a meter of which something came", () => {
  it.each(["p1", "p1/status", "p1/sensor/x/state"])(
    "on %s is not told, and nothing else is looked at",
    async (topic) => {
      connected();
      events.message(message(topic, "online"));
      await vi.advanceTimersByTimeAsync(HOUR_MS);
      expect([yet(), glances]).toEqual([[], 0]);
    },
  );

  it("while others were looked at is not told either", async () => {
    connected();
    await vi.advanceTimersByTimeAsync(50_000);
    events.message(message("p1/status", "online"));
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect([yet(), glances]).toEqual([[], 1]);
  });
});
