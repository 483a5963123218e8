import { describe, expect, it } from "vitest";
import type { Values } from "../../../src/meter/quantity.ts";
import { recordedMessage, recordingLine } from "../../../src/meter/recording.ts";
import { OBJECT_IDS } from "../../../src/meter/wire/esphome-object-ids.ts";
import { readP1Objects } from "../../../src/meter/wire/p1-objects.ts";
import { readTelegram } from "../../../src/meter/wire/wattframe-reader.ts";
import { wireFormatOf } from "../../../src/meter/wire/wire-formats.ts";
import { published } from "../../../src/simulator/publishing-shape.ts";
import { PUBLISHING_SHAPES } from "../../../src/simulator/publishing-shapes.ts";
import { retime } from "../../../src/simulator/retime.ts";
import { scenarioOf } from "../../../src/simulator/scenario.ts";
import { dayWindow } from "../../../src/simulator/scenario-time.ts";
import { type SimTelegram, simulate } from "../../../src/simulator/simulate.ts";

const TEXT = new TextDecoder();
const AT_MS = Date.parse("2026-01-15T18:00:00Z");
const VALUES: Values = {
  activePowerImportW: 0,
  activePowerExportW: 1234,
  currentL1A: -5.4,
  voltageL1V: 231.5,
  activeEnergyImportWh: 20_202_611,
};
const TELEGRAMS: readonly SimTelegram[] = [
  { atMs: AT_MS, status: "online" },
  { atMs: AT_MS, values: VALUES, meterClock: "2026-01-15T20:00:00" },
  { atMs: AT_MS + 10_000, values: VALUES, meterClock: "2026-01-15T20:00:10" },
];
const [esphome, reader] = PUBLISHING_SHAPES;

describe("a meter with a gas and a water meter", () => {
  const timeZone = "Europe/Helsinki";
  const scenario = scenarioOf("sub-meters");
  const { fromMs } = dayWindow(scenario, timeZone);
  const story = [...simulate({ scenario, seed: 1, fromMs: fromMs + 1_230_000, toMs: fromMs + 1_240_000 })];
  const moved = [...retime(story, { fromMs, toMs: fromMs + 86_400_000, speed: 1, timeZone })];
  /** Values and their ages of the only telegram, as the display reads it. */
  const readAs = (telegrams: readonly SimTelegram[], id: "p1" | "reader") => {
    const shape = PUBLISHING_SHAPES.find((each) => each.id === id)!;
    const message = [...published(telegrams, shape, "han")].find(({ topic }) => topic !== "han/status");
    const text = TEXT.decode(message?.payload);
    const { values, ageMsOf } = id === "p1" ? readP1Objects(text, timeZone) : readTelegram("test", text);
    return { gas: values.gasVolumeC1M3, water: values.waterVolumeC2M3, ageMsOf };
  };

  it.each(["p1", "reader"] as const)("publishes what they read, and when, as %s does", (id) => {
    const sent = story.find((telegram) => "values" in telegram)!;
    const expected = {
      gas: sent.values.gasVolumeC1M3,
      water: sent.values.waterVolumeC2M3,
      ageMsOf: { gasVolumeC1M3: 1_230_000, waterVolumeC2M3: 30_000 },
    };
    expect(expected.gas).toBeGreaterThan(0);
    expect(readAs(story, id)).toEqual(expected);
    expect(readAs(moved, id)).toEqual(expected);
  });
});

describe("an ESPHome node", () => {
  it("publishes its status and one retained topic per value, with three decimals, a few ms apart", () => {
    const messages = [...published(TELEGRAMS.slice(0, 2), esphome, "han")];
    expect(messages.map(({ atMs, topic, payload }) => [atMs - AT_MS, topic, TEXT.decode(payload)])).toEqual([
      [0, "han/status", "online"],
      [0, "han/sensor/cumulative_active_import/state", "20202.611"],
      [3, "han/sensor/momentary_active_import/state", "0.000"],
      [6, "han/sensor/momentary_active_export/state", "1.234"],
      [9, "han/sensor/voltage_phase_1/state", "231.500"],
      [12, "han/sensor/current_phase_1/state", "-5.400"],
    ]);
    expect(messages.every(({ retain, qos }) => retain && qos === 0)).toBe(true);
  });

  it("publishes the 26 topics of p1reader, each one that the display knows", () => {
    const scenario = scenarioOf("evening");
    const { fromMs } = dayWindow(scenario, "Europe/Helsinki");
    const telegrams = simulate({ scenario, seed: 1, fromMs, toMs: fromMs + 10_000 });
    const topics = [...published(telegrams, esphome, "p1")]
      .map(({ topic }) => topic)
      .filter((topic) => topic !== "p1/status");
    expect(topics).toHaveLength(26);
    expect(new Set(topics.map((topic) => OBJECT_IDS.get(topic.split("/")[2] ?? "")?.quantity)).size).toBe(26);
  });

  it("rounds a large counter as a 32-bit float does", () => {
    const values = { activeEnergyImportWh: 45_678_901 };
    const [message] = published([{ atMs: 0, values, meterClock: "" }], esphome, "han");
    expect(TEXT.decode(message?.payload)).toBe("45678.902");
  });
});

describe("the project's own reader", () => {
  it("publishes integers in one object that is not retained", () => {
    const [, first, second] = [...published(TELEGRAMS, reader, "han")];
    expect(first).toMatchObject({ atMs: AT_MS, topic: "han/telegram", retain: false, qos: 0 });
    expect(JSON.parse(TEXT.decode(first?.payload))).toEqual({
      v: 1,
      seq: 1,
      up: 0,
      fmt: "efs2",
      clock: "2026-01-15T20:00:00",
      obis: { "1-0:1.7.0": 0, "1-0:2.7.0": 1234, "1-0:31.7.0": -5400, "1-0:32.7.0": 231_500, "1-0:1.8.0": 20_202_611 },
      more: {},
      stat: { ok: 1, bad: 0 },
    });
    expect(JSON.parse(TEXT.decode(second?.payload))).toMatchObject({ seq: 2, up: 10, stat: { ok: 2 } });
  });

  it("is understood by the display, value by value", () => {
    const [, message] = [...published(TELEGRAMS, reader, "han")];
    expect(readTelegram("test", TEXT.decode(message?.payload))).toMatchObject({
      values: VALUES,
      meterClock: "2026-01-15T20:00:00",
    });
  });
});

describe.each(PUBLISHING_SHAPES)("as $id", (shape) => {
  const scenario = scenarioOf("overload");
  const { fromMs } = dayWindow(scenario, "Europe/Helsinki");
  const lines = (seed: number): string[] =>
    [...published(simulate({ scenario, seed, fromMs, toMs: fromMs + 600_000 }), shape, "han")].map(recordingLine);

  it("the same seed gives the same bytes, another seed others", () => {
    expect(lines(1).length).toBeGreaterThan(60);
    expect(lines(1)).toEqual(lines(1));
    expect(lines(1)).not.toEqual(lines(2));
  });

  it("a recording holds the messages in order of time", () => {
    const times = lines(1).map((line, index) => recordedMessage(line, index + 1).atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

it("has each shape once", () => {
  expect(PUBLISHING_SHAPES.map(({ id }) => id)).toEqual(["esphome", "reader", "p1", "hdlc", "mbus"]);
});

describe("a simulation that is played", () => {
  it("happens at real times, faster if so wished, with the meter's clock set to them", () => {
    const toMs = Date.parse("2026-07-01T12:00:00Z");
    const played = [...retime(TELEGRAMS, { fromMs: AT_MS, toMs, speed: 10, timeZone: "Europe/Helsinki" })];
    expect(played.map(({ atMs }) => atMs - toMs)).toEqual([0, 0, 1_000]);
    expect(played[0]).toMatchObject({ status: "online" });
    expect(played[2]).toMatchObject({ values: VALUES, meterClock: "2026-07-01T15:00:01" });
  });
});

describe.each(PUBLISHING_SHAPES)("as $id", (shape) => {
  it("is read by the format that it names, its status too", () => {
    const telegram = { atMs: 0, values: { activePowerImportW: 700 }, meterClock: "2026-01-15T18:00:00" };
    const messages = [...published([{ atMs: 0, status: "online" }, telegram], shape, "han")];
    expect(messages.length).toBeGreaterThan(1);
    for (const { topic, payload } of messages)
      expect(wireFormatOf(topic.slice(4), payload, { format: shape.format.id })?.id).toBe(shape.format.id);
  });
});
