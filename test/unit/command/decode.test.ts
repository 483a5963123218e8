import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/command/context.ts";
import { runProgram } from "../../../src/command/program.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../src/simulator/encode-p1.ts";

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
  let [printed, told, faultsFound] = ["", "", 0];
  const context: CommandContext = {
    env: {},
    stop: new AbortController().signal,
    onReload: () => undefined,
    print: async (text) => {
      printed += text.toString();
    },
    tell: (line) => {
      told += `${line}\n`;
    },
    setExitCode: (code) => {
      faultsFound = code;
    },
  };
  const exitCode = (await runProgram(["decode", ...options, file], context)) || faultsFound;
  const lines = printed.split("\n").filter((line) => line !== "");
  return { exitCode, told, printed, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
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

  it("ends with 1 where there is no telegram at all, and says so to the person alone", async () => {
    const { exitCode, printed, told } = await decode("hello\n");
    expect([exitCode, printed]).toEqual([1, ""]);
    expect(told).toContain("no telegram among 6 bytes");
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
    expect((await decode(bare)).lines).toMatchObject([{ ok: false, code: "NO_CRC" }]);
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
    const context = { env: {}, stop: new AbortController().signal, onReload: () => undefined };
    const quiet = { print: async () => undefined, tell: () => undefined, setExitCode: () => undefined };
    expect(await runProgram(["decode", join(folder, "absent")], { ...context, ...quiet })).toBe(3);
  });
});
