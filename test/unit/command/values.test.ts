import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { knownFrom } from "../../../src/command/known-source.ts";
import { pictureSettings } from "../../../src/command/picture-settings.ts";
import { runProgram } from "../../../src/command/program.ts";
import { recordingLine } from "../../../src/meter/recording.ts";
import { commandContext } from "../../fixtures/command-context.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-values-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What `values --replay` prints and tells of these payloads, ten seconds apart. */
async function values(...messages: readonly (readonly [topic: string, payload: Uint8Array | string])[]) {
  const file = join(folder, "recording.jsonl");
  const lines = messages.map(([topic, payload], i) =>
    recordingLine({
      atMs: 1_768_500_000_000 + i * 10_000,
      topic,
      payload: Buffer.from(payload),
      retain: false,
      qos: 0,
    }),
  );
  await writeFile(file, lines.join("\n"));
  let [printed, told] = ["", ""];
  const context = commandContext({
    print: async (text) => {
      printed += text.toString();
    },
    notify: (line) => {
      told += `${line}\n`;
    },
  });
  const exitCode = await runProgram(["values", "--replay", file, "--time-zone", "Europe/Helsinki"], context);
  return { exitCode, printed, told };
}

it("tells the person what could not be read, where, and how often", async () => {
  const encrypted = Buffer.from(`db0857464d0000000123820060300000000${"18a2b".repeat(40)}0`, "hex");
  const { exitCode, printed, told } = await values(
    ["han/raw", encrypted],
    ["han/raw", encrypted],
    ["han/telegram", "{"],
  );
  expect(exitCode).toBe(0);
  expect(printed).toContain('"state":"absent"');
  expect(told).toMatch(/^cannot be read: han\/telegram: .*not JSON/m);
  expect(told).toMatch(
    /^cannot be read: han\/raw: no telegram among \d+ bytes: they look like an encrypted .* \(2 times\)$/m,
  );
});

it("tells nothing where everything could be read", async () => {
  const { told } = await values(["han/telegram", '{"v":1,"obis":{"1-0:1.7.0":700}}']);
  expect(told).toBe("");
});

it("fails with NO_TELEGRAM where a recording holds nothing of the meter", async () => {
  const file = join(folder, "other.jsonl");
  const line = recordingLine({ atMs: 0, topic: "p1/status", payload: Buffer.from("online"), retain: true, qos: 0 });
  await writeFile(file, `${line}\n`);
  const options = { replay: file, seed: "1", timeout: "60" };
  const context = commandContext();
  const known = knownFrom(options, await pictureSettings(options, context), context);
  await expect(known).rejects.toMatchObject({ code: "NO_TELEGRAM", message: `${file} holds no message under han/` });
});
