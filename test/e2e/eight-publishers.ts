import { encodeP1 } from "../../src/simulator/encode-p1.ts";
import type { Publisher } from "../../src/source/publisher.ts";
import { payloadOf, wireFixtures } from "../fixtures/wire/wire-fixtures.ts";

/** A message that a publisher sends. */
interface Sent {
  readonly topic: string;
  readonly payload: Uint8Array;
}

const FIXTURES = wireFixtures();

/** The recorded messages of a fixture, below a prefix. */
function recorded(fixture: string, prefix: string): readonly Sent[] {
  const { messages } = FIXTURES.find(({ name }) => name === fixture)!;
  return messages.map((message) => ({
    topic: message.topic === "" ? prefix : `${prefix}/${message.topic}`,
    payload: payloadOf(message),
  }));
}

const json = (topic: string, value: object): Sent => ({ topic, payload: Buffer.from(JSON.stringify(value)) });
const second = (n: number) => new Date(Date.UTC(2026, 0, 15, 18, 0, n)).toISOString().slice(0, 19);

/** What each of eight publishers sends the nth time: what they number or date is numbered and dated. */
export const PUBLISHERS: Readonly<Record<string, (n: number) => readonly Sent[]>> = {
  "han/telegram of wattframe-reader": (n) => [
    json("han/telegram", {
      v: 1,
      seq: n + 1,
      up: n + 10,
      fmt: "efs",
      clock: second(n),
      obis: { "1-0:1.7.0": 1122, "1-0:2.7.0": 0, "1-0:31.7.0": 4100, "1-0:51.7.0": 200, "1-0:71.7.0": 300 },
    }),
  ],
  "p1reader of esphome": () => recorded("esphome/p1reader-burst", "p1reader"),
  "cellar/raw of p1-ascii": (n) => [
    {
      topic: "cellar/raw",
      payload: encodeP1({ activePowerImportW: 700, currentL1A: 3.1, voltageL1V: 230 }, { meterClock: second(n) }),
    },
  ],
  "ams of amsreader": () =>
    recorded("amsreader/json-hourly", "ams").map(({ topic, payload }) => {
      const text = Buffer.from(payload).toString();
      return {
        topic,
        payload: Buffer.from(text.replaceAll(/"(t|rtc)":1768\d{6}/g, `"$1":${Math.floor(Date.now() / 1_000)}`)),
      };
    }),
  "dsmr/json of dsmr-reader": (n) =>
    recorded("dsmr-reader/json", "dsmr").map(({ topic, payload }) => {
      const now = Date.now() - n;
      const text = Buffer.from(payload)
        .toString()
        .replace("2026-01-15T18:00:00Z", new Date(now).toISOString())
        .replace("2026-01-15T17:55:00Z", new Date(now - 300_000).toISOString());
      return { topic, payload: Buffer.from(text) };
    }),
  "tele/meter of tasmota": (n) => [
    json("tele/meter/SENSOR", { Time: second(n), SML: { Total_in: 5230.1, Total_out: 12.5, Power_curr: -250 - n } }),
  ],
  "shellypro3em-0a0b0c0d0e0f of shelly": (n) =>
    recorded("shelly/pro-3em", "shellypro3em-0a0b0c0d0e0f").map(({ topic, payload }) => {
      const text = Buffer.from(payload)
        .toString()
        .replace('"a_act_power":812.5', `"a_act_power":${812 + n}`);
      return { topic, payload: Buffer.from(text) };
    }),
  "zigbee2mqtt/hall/meter of zigbee2mqtt": (n) => [
    json("zigbee2mqtt/hall/meter", { linkquality: 80, power: 420 + n, energy: 5.5, produced_energy: 1.25 }),
  ],
};

/** Publishes all of them again and again until it is stopped. */
export function publishAll(out: Publisher, everyMs = 700): { stop(): Promise<void> } {
  let n = 0;
  let turn = Promise.resolve();
  const send = async (): Promise<void> => {
    const at = n;
    n += 1;
    for (const messages of Object.values(PUBLISHERS))
      for (const { topic, payload } of messages(at)) await out.publish(topic, payload, { retain: false, qos: 0 });
  };
  const timer = setInterval(() => {
    turn = turn.then(send);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}
