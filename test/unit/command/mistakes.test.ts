import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../../src/command/program.ts";
import { commandContext } from "../../fixtures/command-context.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-mistakes-"));
  await writeFile(
    join(folder, "picture.png"),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x1b, 0x5b, 0x32, 0x4a, 0, 7]),
  );
  await writeFile(join(folder, "r.jsonl"), '{"t":"2026-01-15T18:00:00Z","topic":"a","payload":"1"}\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a command line ends with, and what it tells a person. */
async function called(...args: readonly string[]): Promise<{ readonly code: number; readonly told: string }> {
  const told: string[] = [];
  const context = commandContext({
    notify: (line) => void told.push(line),
  });
  const code = await runProgram(
    args.map((arg) => arg.replace("FOLDER", folder)),
    context,
  );
  return { code, told: told.join("\n") };
}

describe("the address of a broker that is none", () => {
  it.each([
    [["values", "--broker", "localhost"], "--broker localhost", "mqtt://localhost"],
    [["values", "--broker", "192.168.1.10:1883"], "--broker 192.168.1.10:1883", "mqtt://192.168.1.10:1883"],
    [["render", "--broker", "http://x"], "--broker http://x", "mqtt://x"],
    [["render", "--broker", "https://x:8883"], "--broker https://x:8883", "mqtts://x:8883"],
    [["record", "--broker", "tcp://x", "-o", "-"], "--broker tcp://x", "mqtt://x"],
    [["replay", "FOLDER/r.jsonl", "--to", "http://"], "--to http://", "mqtt://192.168.1.10"],
    [["simulate", "--broker", "ssl://x"], "--broker ssl://x", "mqtts://x"],
  ])("%j is wrong usage, shown with the one that was meant", async (args, shown, meant) => {
    const { code, told } = await called(...args);
    expect(code).toBe(2);
    expect(told).toBe(
      `${shown} is not the address of a broker\n    Write mqtt://, mqtts://, ws:// or wss:// and a host, such as ${meant}.`,
    );
  });

  it.each(["http://me:hidden@x", "me:hidden@x"])("is shown without its password: %s", async (url) => {
    const { code, told } = await called("values", "--broker", url);
    expect(code).toBe(2);
    expect(told).not.toContain("hidden");
    expect(told).toContain("mqtt://***@x");
  });
});

describe("a file", () => {
  it.each([
    [["replay", "FOLDER/nope.jsonl", "--to", "mqtt://127.0.0.1"], "FILE cannot be read: there is no such file"],
    [["decode", "FOLDER/nope.jsonl"], "FILE cannot be read: there is no such file"],
    [["values", "--replay", "FOLDER/nope.jsonl"], "FILE cannot be read: there is no such file"],
    [
      [
        "plan",
        "--panel",
        "waveshare-7in5-v2",
        "--next",
        "FOLDER/nope.jsonl",
        "--state",
        "{}",
        "--now",
        "2026-01-15T18:00:00Z",
      ],
      "FILE cannot be read: there is no such file",
    ],
  ])("that is not there ends %j with 3, a sentence and a remedy", async (args, sentence) => {
    const { code, told } = await called(...args);
    expect(code).toBe(3);
    expect(told).toBe(
      `${sentence.replace("FILE", join(folder, "nope.jsonl"))}\n    Check its name; it is looked for from the folder of the command.`,
    );
  });

  it.each([
    [["render", "--scenario", "evening", "-o", "FOLDER/none/x.png"]],
    [["render", "--replay", "FOLDER/nope.jsonl", "-o", "FOLDER/none/x.png"]], // before anything is read or simulated
    [["simulate", "--duration", "1m", "-o", "FOLDER/none/x.png"]],
  ])("that cannot be written ends %j with 3, a sentence and a remedy", async (args) => {
    const { code, told } = await called(...args);
    expect(code).toBe(3);
    expect(told).toBe(
      `${join(folder, "none/x.png")} cannot be written: its folder does not exist\n    Make the folder first, or name another.`,
    );
  });

  it("whose folder cannot be made ends demo --once with 3, a sentence and a remedy", async () => {
    const { code, told } = await called("demo", "--once", "-o", "FOLDER/r.jsonl/a/x.png");
    expect(code).toBe(3);
    expect(told).toBe(
      `${join(folder, "r.jsonl/a/x.png")} cannot be written: a part of its path is no folder\n    Name a folder that exists or can be made.`,
    );
  });

  it.each([
    [["replay", "FOLDER/picture.png", "--to", "mqtt://127.0.0.1"]],
    [["values", "--replay", "FOLDER/picture.png"]],
  ])("that is binary is refused by %j without a byte of it", async (args) => {
    const { code, told } = await called(...args);
    expect(code).toBe(1);
    expect(told).toMatch(/^line 1 of the recording: not JSON\n {4}A recording is JSON Lines/u);
    expect(told).not.toMatch(/[^\n\x20-\x7e]/u);
  });
});

describe("required options that are missing", () => {
  it("are all named at once", async () => {
    const { code, told } = await called("plan", "--now", "2026-01-15T18:00:00Z");
    expect(code).toBe(2);
    expect(told).toContain("required options '--panel <id>', '--next <png>', '--state <json>' not specified");
    expect(told).toContain("wattframe plan --help shows its options");
  });

  it("are named alone where one is missing", async () => {
    const { code, told } = await called("record", "--broker", "mqtt://127.0.0.1");
    expect(code).toBe(2);
    expect(told).toContain("required option '-o, --output <file>' not specified");
  });
});

describe("a locale that pictures cannot speak", () => {
  it.each([["render", "--scenario", "evening"], ["demo"], ["demo", "--once"], ["preview"]])(
    "%j %j is refused with those that there are",
    async (...command) => {
      const { code, told } = await called(...command, "--locale", "is-IS");
      expect([code, told]).toEqual([
        2,
        "--locale is-IS: pictures have no words in this language yet\n    Languages, by their codes: en (English), fi (Finnish), sv (Swedish), nb (Norwegian Bokmål), da (Danish), nl (Dutch), de (German), fr (French), et (Estonian), nn (Norwegian Nynorsk), no (Norwegian).",
      ]);
    },
  );

  it("is refused when it is none", async () => {
    const { code, told } = await called("preview", "--locale", "fi_FI");
    expect([code, told]).toEqual([2, "--locale fi_FI is not a locale such as fi-FI"]);
  });
});

it("push checks pins that a dry run does not use", async () => {
  const args = ["push", "--panel", "waveshare-7in5-v2", "--test-pattern", "--dry-run"];
  expect(await called(...args, "--pins", "rst=x")).toMatchObject({ code: 2, told: expect.stringContaining('"rst=x"') });
  expect(await called(...args, "--pins", "rst=25")).toMatchObject({
    code: 2,
    told: expect.stringContaining("GPIO 25"),
  });
  expect(await called(...args, "--pins", "rst=5")).toEqual({ code: 0, told: "" });
});

it.each([
  [["history", "export"], "history export"],
  [["history", "backup"], "history backup"],
  [["history", "import", "--from", "csv"], "history import"],
])("%j is wrong usage like that of any other command", async (args, name) => {
  const { code, told } = await called(...args);
  expect(code).toBe(2);
  expect(told).toContain(`wattframe ${name} --help shows its options`);
  expect(told).not.toContain("error:");
});
