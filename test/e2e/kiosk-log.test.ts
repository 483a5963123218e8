import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { COMMAND } from "./wattframe.ts";

let folder = "";
let broker: Mosquitto;
let kiosk: ChildProcess;
let log = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-log-"));
  broker = await startMosquitto();
  log = "";
  const lines = [
    `broker: { url: "${broker.url}" }`,
    "meters: [{ name: house, prefix: p1, timeZone: Europe/Helsinki }]",
    "clock: { trusted: true }",
    "displays:",
    "  - { name: good, kind: png-file, path: picture.png }",
    '  - { name: bad, kind: command, run: ["/bin/false", "{png}"], size: 800x480, refresh: { minIntervalS: 0 } }',
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
  const own = { WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") };
  kiosk = spawn(COMMAND, ["run"], {
    cwd: folder,
    env: { ...process.env, ...own },
    stdio: ["ignore", "ignore", "pipe"],
  });
  kiosk.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
});
afterEach(async () => {
  if (kiosk.exitCode === null && kiosk.signalCode === null) {
    kiosk.kill("SIGKILL");
    await once(kiosk, "exit");
  }
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The keys of one line of JSON at its top, as they stand there: a parser would hide one that stands twice. */
function keysOf(line: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token, , key] of line.matchAll(/("(?:[^"\\]|\\.)*")(?=(\s*:)?)|[{}[\]]/gu)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && key !== undefined) keys.push(token);
  }
  return keys;
}

const records = () =>
  log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const saying = (message: string) => records().filter(({ msg }) => msg === message);
const has = (message: string) => expect.poll(() => log, { timeout: 15_000 }).toContain(`"msg":"${message}`);

describe("the log of a kiosk", () => {
  it("says each thing once, with what to do, and each key once in a line", async () => {
    await has("the display failed");
    await has("broker connected");
    const reader = await createPublisher(broker.url, {}, SILENT);
    const telegram = '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100}}';
    for (let i = 0; i < 3; i++) await reader.publish("p1/telegram", telegram, { retain: false, qos: 1 });
    for (let i = 0; i < 3; i++) await reader.publish("p1/telegram", "{", { retain: false, qos: 1 });
    await expect.poll(() => log, { timeout: 15_000 }).toContain("not JSON");
    await reader.end();
    await broker.stop();
    await has("broker lost");
    const ended = once(kiosk, "exit");
    kiosk.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);

    for (const line of log.trim().split("\n")) expect(new Set(keysOf(line)).size, line).toBe(keysOf(line).length);
    expect(saying("broker connected")).toHaveLength(1);
    expect(saying("broker lost")).toMatchObject([
      { level: "warn", hint: expect.stringContaining("tried again") as string },
    ]);
    expect(saying("first telegram from house: 2 values")).toMatchObject([
      { level: "info", format: "wattframe-reader" },
    ]);
    expect(records().filter(({ code }) => code === "WIRE_JSON")).toMatchObject([
      { level: "warn", topic: "p1/telegram", hint: expect.stringContaining("one JSON object") as string },
    ]);
    expect(saying("the display failed")).toMatchObject([
      { level: "error", display: "bad", code: "COMMAND_FAILED", hint: expect.any(String) as string },
    ]);
  });
});

it("keys of a line are counted as they stand in it", () => {
  expect(keysOf('{"a":1,"b":{"a":2},"a":"x\\":{","c":["d"]}')).toEqual(['"a"', '"b"', '"a"', '"c"']);
});
