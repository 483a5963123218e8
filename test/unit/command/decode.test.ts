import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeCommand } from "../../../src/command/decode.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../src/simulator/encode-p1.ts";
import { commandContext } from "../../fixtures/command-context.ts";
import { runCommand } from "../../fixtures/command-run.ts";

const meterClock = "2026-01-15T18:00:00";
const values = { activePowerImportW: 700, currentL1A: -0.1, activeEnergyImportWh: 12_345_678 };
const p1 = encodeP1(values, { meterClock });
const hdlc = encodeHdlc(values, { meterClock });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-decode-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `decode` on these bytes: its exit code, its lines, and what it told a person. */
async function decode(bytes: Uint8Array | string, ...options: readonly string[]) {
  const file = join(folder, "input");
  await writeFile(file, bytes);
  const run = await runCommand("decode", ...options, file);
  return { ...run, lines: run.lines() };
}

describe("decode", () => {
  it("prints one line per telegram, in order, and ends with 0", async () => {
    const { exitCode, printed } = await decode(Buffer.concat([hdlc, p1]));
    const said = `"meterClock":"${meterClock}","values":`;
    const told = { activePowerImportW: 700, currentL1A: -0.1, activeEnergyImportWh: 12_345_678 };
    const [first = "", second = ""] = printed.split("\n");
    expect(first).toContain(`{"offset":0,"bytes":${hdlc.length},"format":"dlms-hdlc","ok":true,${said}`);
    expect(second).toContain(`{"offset":${hdlc.length},"bytes":${p1.length},"format":"p1-ascii","ok":true,${said}`);
    expect(JSON.parse(first)).toMatchObject({ values: told, unknown: [] });
    expect(JSON.parse(second)).toMatchObject({ values: told, unknown: [] });
    expect(exitCode).toBe(0);
  });

  it("says why a telegram is refused, and ends with 1", async () => {
    const { exitCode, lines } = await decode(Buffer.from(p1).fill("9", 40, 41));
    expect(lines).toEqual([
      { offset: 0, bytes: p1.length, format: "p1-ascii", ok: false, code: "CRC_MISMATCH", message: expect.any(String) },
    ]);
    expect(exitCode).toBe(1);
  });

  it.each([
    ["a text", "hello\n", /^no telegram among 6 bytes: they are text$/],
    ["a text with paths", "/usr/share/dict\n/etc/passwd\n\n!\n/opt/x\n", /they are text$/],
    ["nothing", "", /^no telegram among 0 bytes: there are none$/],
    ["hex digits", Buffer.from(p1).toString("hex"), /they are hex digits$/],
    ["a list", "- a\n- b\n", /they are text$/],
    ["JSON over several lines", '{\n  "name": "x",\n  "v": 7\n}\n', /"v" must be 1$/],
    ["JSON that is cut off", '{\n  "name": "x",\n', /none of their lines is a JSON telegram/],
    ["a recording", '{"t":"2026-01-15T18:00:00Z","topic":"a","payload":"1"}\n'.repeat(3), /they are a recording$/],
    ["noise", Uint8Array.from({ length: 300 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff), /they look like noise/],
  ] as const)("gives one object for a file without a telegram: %s", async (_name, bytes, message) => {
    const { exitCode, lines } = await decode(bytes);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([
      expect.objectContaining({ offset: 0, ok: false, code: "UNSUPPORTED", message: expect.stringMatching(message) }),
    ]);
  });

  it("reads a JSON telegram that is written over several lines", async () => {
    const telegram = JSON.stringify({ v: 1, obis: { "1-0:31.7.0": -100 } }, undefined, 2);
    expect(await decode(telegram)).toMatchObject({ exitCode: 0, lines: [{ ok: true, values: { currentL1A: -0.1 } }] });
  });

  it("says what proves a telegram", async () => {
    expect((await decode(Buffer.concat([hdlc, p1]))).lines).toMatchObject([{ check: "fcs" }, { check: "crc-16/arc" }]);
    const lineFeeds = Buffer.from(p1).toString("latin1").replaceAll("\r\n", "\n");
    expect((await decode(lineFeeds)).lines).toMatchObject([{ ok: true, note: expect.stringContaining("line ends") }]);
    const wrong = Buffer.from(p1).toString("latin1").replace(/!.{4}/, "!0000");
    expect((await decode(wrong, "--allow-no-crc")).lines).toMatchObject([{ ok: true, check: "wrong", values }]);
  });

  it("names every format in its help", () => {
    let help = "";
    const command = decodeCommand(commandContext());
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    for (const format of ["auto", "p1-ascii", "dlms-hdlc", "wattframe-reader"]) {
      expect(help).toMatch(new RegExp(`^ +${format} +\\w.* `, "m"));
    }
  });

  it("reads hex text", async () => {
    const hex = Buffer.from(hdlc)
      .toString("hex")
      .replaceAll(/(.{32})/g, "$1\n");
    expect((await decode(hex, "--hex")).lines).toMatchObject([{ ok: true, offset: 0, values }]);
    expect(await decode("7EA", "--hex")).toMatchObject({ exitCode: 1, printed: "" });
  });

  it("accepts telegrams without a checksum when told to", async () => {
    const bare = `${Buffer.from(p1).toString("latin1").split("!")[0]}!\r\n`;
    expect((await decode(bare)).lines).toMatchObject([
      { ok: false, code: "NO_CRC", hint: expect.stringContaining("--allow-no-crc") },
    ]);
    expect(await decode(bare, "--allow-no-crc")).toMatchObject({ exitCode: 0, lines: [{ ok: true, values }] });
  });

  it("looks for one format when told so", async () => {
    const both = Buffer.concat([hdlc, p1]);
    expect((await decode(both, "--format", "p1-ascii")).lines).toMatchObject([{ format: "p1-ascii" }]);
    expect((await decode(both, "--format", "dlms-hdlc")).lines).toMatchObject([{ format: "dlms-hdlc" }]);
    expect((await decode(both, "--format", "other")).exitCode).toBe(2);
  });

  it("reads the reader's JSON, one telegram a line", async () => {
    const line = '{"v":1,"obis":{"1-0:31.7.0":-100}}';
    const { exitCode, lines } = await decode(`${line}\n{"v":2}\n{oops\n`);
    expect(lines).toMatchObject([
      { offset: 0, bytes: line.length, format: "wattframe-reader", ok: true, values: { currentL1A: -0.1 } },
      { offset: line.length + 1, ok: false, code: "UNSUPPORTED" },
      { ok: false, code: "MALFORMED" },
    ]);
    expect(exitCode).toBe(1);
  });

  it("ends with 3 when the file cannot be read", async () => {
    await rm(join(folder, "input"), { force: true });
    expect((await runCommand("decode", join(folder, "absent"))).exitCode).toBe(3);
  });
});
