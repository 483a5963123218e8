import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temperatureOption, thermometer } from "../../../src/display/thermometer.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import type { Message } from "../../../src/meter/message.ts";
import { later, NOON } from "../../fixtures/readings.ts";

const HOUR_MS = 3_600_000;

let warned: object[];
let log: Log;
beforeEach(() => {
  warned = [];
  log = { ...SILENT, warn: (facts) => void warned.push(facts) };
});

describe("the temperature around a panel", () => {
  it("is what the configuration says, or nothing", async () => {
    expect(await thermometer(4, { log })(NOON)).toBe(4);
    expect(await thermometer(undefined, { log })(NOON)).toBeUndefined();
  });

  it.each([[{ topic: "a/#" }], [{ file: "temp1_input" }], [{ topic: "a", file: "/b" }], ["20"], [120], [{}]])(
    "is not configured by %j",
    (option) => expect(temperatureOption.safeParse(option).success).toBe(false),
  );
});

describe("a temperature from a topic", () => {
  const message = (payload: string, own: Partial<Message> = {}): Message => ({
    topic: "hall/climate",
    payload: Buffer.from(payload),
    retained: false,
    qos: 0,
    at: NOON,
    ...own,
  });
  const read = (last: Message | undefined, now = later(1_000)) =>
    thermometer(
      { topic: "hall/climate" },
      { log, lastMessage: (topic) => (topic === "hall/climate" ? last : undefined) },
    )(now);

  it.each([
    ["21.5", 21.5],
    ["-3", -3],
    ['{"temperature":18.2,"humidity":40}', 18.2],
  ])("is read from %j", async (payload, celsius) => {
    expect(await read(message(payload))).toBe(celsius);
    expect(warned).toEqual([]);
  });

  it.each(["warm", "", "{}", "[21]", '{"temperature":"21"}', "1e9", "null"])("is none in %j", async (payload) => {
    expect(await read(message(payload))).toBe("unknown");
    expect(warned).toEqual([expect.objectContaining({ topic: "hall/climate", error: "it is no temperature" })]);
  });

  it("is none before the first message, once it is old, and when the broker had kept it", async () => {
    expect(await read(undefined)).toBe("unknown");
    expect(await read(message("21"), later(2 * HOUR_MS))).toBe(21);
    expect(await read(message("21"), later(2 * HOUR_MS + 1))).toBe("unknown");
    expect(await read(message("21", { retained: true }))).toBe("unknown");
  });
});

describe("a temperature from a file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattframe-hwmon-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is in thousandths of a degree, and read each time", async () => {
    const file = join(folder, "temp1_input");
    const read = thermometer({ file }, { log });
    writeFileSync(file, "21500\n");
    expect(await read(NOON)).toBe(21.5);
    writeFileSync(file, "-4000\n");
    expect(await read(NOON)).toBe(-4);
  });

  it("is unknown where there is none, which is said once a day with the file", async () => {
    const file = join(folder, "temp1_input");
    const read = thermometer({ file }, { log });
    for (const ms of [0, 60_000, HOUR_MS]) expect(await read(later(ms))).toBe("unknown");
    expect(warned).toEqual([expect.objectContaining({ file })]);
    writeFileSync(file, "x");
    expect(await read(later(25 * HOUR_MS))).toBe("unknown");
    expect(warned).toHaveLength(2);
  });
});
