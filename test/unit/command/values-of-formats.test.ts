import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../../src/command/program.ts";
import { recordingLine } from "../../../src/meter/recording.ts";
import { commandContext } from "../../fixtures/command-context.ts";
import { payloadOf, wireFixtures } from "../../fixtures/wire/wire-fixtures.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-formats-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const START_MS = 1_768_500_000_000;

const STATUS: ReadonlySet<string> = new Set(["online", "LWT", "availability"]);

/** A payload as its sender would say it later: what tells its own time is another state. */
function payloadLater(message: Parameters<typeof payloadOf>[0], afterMs: number): Uint8Array {
  const bytes = payloadOf(message);
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith('{"Time":')) return bytes;
  return new TextEncoder().encode(text.replace(/(T\d\d:\d\d:)00/u, `$1${String(afterMs / 1_000).padStart(2, "0")}`));
}

/** A fixture's messages below a prefix as a recording, three times, ten seconds apart; a status comes once. */
async function recordingOf(name: string, prefix: string): Promise<string> {
  const { messages } = wireFixtures().find((fixture) => fixture.name === name)!;
  const lines = [0, 10_000, 20_000].flatMap((afterMs) =>
    messages
      .filter(({ topic }) => afterMs === 0 || !STATUS.has(topic))
      .map((message) =>
        recordingLine({
          atMs: START_MS + afterMs,
          topic: message.topic === "" ? prefix : `${prefix}/${message.topic}`,
          payload: payloadLater(message, afterMs),
          retain: false,
          qos: 0,
        }),
      ),
  );
  const file = join(folder, `${name.replace("/", "-")}.jsonl`);
  await writeFile(file, lines.join("\n"));
  return file;
}

async function printed(...args: string[]): Promise<string> {
  let text = "";
  const print = async (piece: string | Uint8Array) => {
    text += piece.toString();
  };
  expect(await runProgram(args, commandContext({ print }))).toBe(0);
  return text;
}

const CASES = [
  ["amsreader/json-hourly", "ams", 1480, 4.1],
  ["amsreader/flat-by-phase", "ams", -1600, undefined],
  ["amsreader/home-assistant", "ams", 1480, 4.1],
  ["dsmr-reader/json", "dsmr", 1234, 3],
  ["dsmr-reader/split-topics", "dsmr", 1240, undefined],
  ["tasmota/meter-script", "tele/hall", -250, 0.5],
  ["tasmota/energy-sensor-of-three-phases", "tele/hall", 82, 0.692],
  ["shelly/pro-3em", "shellypro3em-0a0b0c", 502.3, 4.1],
  ["shelly/first-generation", "shellies/shellyem3-0A0B", 80.5, 0.6],
  ["zigbee2mqtt/han-reader", "zigbee2mqtt/meter", 1234, 3.1],
  ["zigbee2mqtt/three-phases", "zigbee2mqtt/meter", -100, undefined],
  ["evcc/below-the-root", "evcc", -1234.5, 4.1],
] as const;

it.each(CASES)("values reads %s below %s", async (name, prefix, _netW, currentA) => {
  const file = await recordingOf(name, prefix);
  const text = await printed("values", "--replay", file, "--prefix", prefix, "--time-zone", "UTC");
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { quantity: string; value?: number; state: string });
  expect(lines.filter(({ state }) => state === "fresh").length).toBeGreaterThan(2);
  expect(lines.find(({ quantity }) => quantity === "currentL1A")?.value).toBe(currentA);
});

it.each(CASES)("render draws %s below %s", async (name, prefix, netW) => {
  const file = await recordingOf(name, prefix);
  const args = ["--prefix", prefix, "--time-zone", "UTC", "--format", "json", "-o", "-"];
  const { view } = JSON.parse(await printed("render", "--replay", file, ...args)) as { view: { power: object } };
  expect(view.power).toMatchObject({ state: "fresh", netW });
});
