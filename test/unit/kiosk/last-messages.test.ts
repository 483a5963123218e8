import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepLastMessages, runningMessages } from "../../../src/kiosk/last-messages.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { recordedMessage } from "../../../src/meter/recording.ts";
import { kioskMeterOf, kioskOf, tell } from "../web/kiosk-of.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-messages-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = async (at = folder) => (await runningMessages({ WATTFRAME_RUNTIME: at })) ?? "";
const written = () => expect.poll(read, { timeout: 10_000 }).not.toBe("");

it("keeps the last message of every topic, masked, readable for its group alone, and is removed at the end", async () => {
  const meter = kioskMeterOf("house", "p1");
  tell(meter, "momentary_active_import", "1.5", 0);
  tell(meter, "momentary_active_import", "1.6", 1_000);
  tell(meter, "meter_id", "7359992890941742", 1_000);
  const kept = keepLastMessages(kioskOf([meter]), folder, SILENT, 5);
  await written();
  const lines = (await read()).trimEnd().split("\n");
  const messages = lines.map((line, i) => recordedMessage(line, i + 1));
  const texts = messages.map(({ topic, payload }) => [topic.split("/").at(-2), Buffer.from(payload).toString()]);
  expect(texts).toEqual([
    ["meter_id", "XXXXXXXXXXXXXXXX"],
    ["momentary_active_import", "1.6"],
  ]);
  expect(statSync(join(folder, "last-messages.jsonl")).mode & 0o007).toBe(0);
  await kept.stop();
  expect(existsSync(join(folder, "last-messages.jsonl"))).toBe(false);
});

it("follows a reload, and says once that it cannot write", async () => {
  const said: string[] = [];
  const log: Log = { ...SILENT, warn: (_, message) => void said.push(message) };
  const kiosk = kioskOf([]);
  const kept = keepLastMessages(kiosk, join(folder, "runtime"), log, 5);
  const meter = kioskMeterOf("house", "p1");
  tell(meter, "momentary_active_import", "1.5", 0);
  kiosk.state.meters = [meter];
  await expect.poll(() => read(join(folder, "runtime")), { timeout: 10_000 }).toContain("momentary_active_import");
  await kept.stop();
  writeFileSync(join(folder, "file"), "");
  const failing = keepLastMessages(kiosk, join(folder, "file"), log, 5);
  await expect.poll(() => said, { timeout: 10_000 }).toEqual(["the file of the last messages cannot be written"]);
  await failing.stop();
  expect(said).toHaveLength(1);
});
