import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordedMessages } from "../../../src/meter/recording.ts";
import { runCommand } from "../../fixtures/command-run.ts";

const KEY = "000102030405060708090a0b0c0d0e0f";
const AUTHENTICATION = "d0d1d2d3d4d5d6d7d8d9dadbdcdddedf";

let folder = "";
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-keys-"));
  await writeFile(at("key"), `${KEY}\n`);
  await writeFile(at("authentication"), AUTHENTICATION);
  await writeFile(at("other"), "f".repeat(32));
  await writeFile(at("short"), KEY.slice(2));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SHORT = ["--scenario", "evening", "--start", "2026-01-15T18:00:00Z", "--duration", "1m"];

/** A recording of the simulated meter, encrypted by the key in the file. */
async function simulated(shape: string, ...keys: readonly string[]): Promise<string> {
  const file = at(`${shape}-${keys.length}.jsonl`);
  const { exitCode, told } = await runCommand("simulate", "--as", shape, ...SHORT, ...keys, "-o", file);
  expect({ exitCode, told }).toEqual({ exitCode: 0, told: "" });
  return file;
}

describe.each(["hdlc", "mbus", "p1"])("the simulated meter that encrypts, as %s", (shape) => {
  it("has the values of the one that does not, with its key alone", async () => {
    const plain = await runCommand("values", "--replay", await simulated(shape));
    const file = await simulated(shape, "--key-file", at("key"), "--auth-key-file", at("authentication"));
    const keys = ["--key-file", at("key"), "--auth-key-file", at("authentication")];
    expect(plain.lines().some(({ state }) => state === "fresh")).toBe(true);
    expect((await runCommand("values", "--replay", file, ...keys)).printed).toBe(plain.printed);
    for (const wrong of [[], ["--key-file", at("other")]]) {
      const { lines, told } = await runCommand("values", "--replay", file, ...wrong);
      expect(new Set(lines().map(({ state }) => state))).toEqual(new Set(["absent"]));
      expect(told).toMatch(/encrypted telegram.*\n {4}\w.*grid company/);
    }
  });

  it("is read by decode, and drawn by render, with its key", async () => {
    const file = await simulated(shape, "--key-file", at("key"));
    const messages = [...recordedMessages((await readFile(file, "utf8")).split("\n"))];
    await writeFile(
      at("bytes"),
      Buffer.concat(messages.filter(({ topic }) => topic === "han/raw").map((m) => m.payload)),
    );
    const { exitCode, lines } = await runCommand("decode", "--key-file", at("key"), at("bytes"));
    expect(exitCode).toBe(0);
    expect(lines()).toHaveLength(6);
    expect((await runCommand("decode", "--key-file", at("other"), at("bytes"))).exitCode).toBe(1);
    const picture = await runCommand(
      "render",
      "--replay",
      file,
      "--key-file",
      at("key"),
      "--format",
      "json",
      "-o",
      "-",
    );
    expect(JSON.parse(picture.printed)).toMatchObject({ view: { power: { state: "fresh" } } });
  });
});

it.each([
  ["a key of another length", ["decode", "--key-file", "short", "key"], /32 hexadecimal digits/],
  ["a file that is not there", ["decode", "--key-file", "none", "key"], /no such file/],
  ["an authentication key alone", ["decode", "--auth-key-file", "key", "key"], /without --key-file/],
  [
    "values that are no bytes of a meter",
    ["simulate", "--as", "esphome", "--key-file", "key", "-o", "out"],
    /raw telegrams/,
  ],
])("says what is wrong with %s", async (_, args, message) => {
  const { exitCode, told } = await runCommand(
    ...args.map((word) => (/^(short|key|none|out)$/.test(word) ? at(word) : word)),
  );
  expect(exitCode).toBeGreaterThan(0);
  expect(told).toMatch(message);
  expect(told).not.toContain(KEY.slice(2));
});
