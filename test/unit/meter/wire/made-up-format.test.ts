import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeCommand } from "../../../../src/command/decode.ts";
import { maskMessage } from "../../../../src/meter/mask.ts";
import { meterDecoder, WIRE_FORMATS } from "../../../../src/meter/wire/wire-formats.ts";
import { commandContext } from "../../../fixtures/command-context.ts";
import { houseLine } from "../../../fixtures/house-line.ts";
import { MADE_UP } from "../../../fixtures/wire/made-up-format.ts";

const formats = [...WIRE_FORMATS, MADE_UP];
const TELEGRAM = '{"watts":-250,"box":"KX12"}';
const bytes = (text: string) => new TextEncoder().encode(text);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-made-up-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("is decoded, its status words too", () => {
  const decode = meterDecoder({ formats });
  expect(decode("", bytes(TELEGRAM))).toMatchObject([{ values: { activePowerImportW: 0, activePowerExportW: 250 } }]);
  expect(decode("presence", bytes('{ "state": "online" }'))).toEqual([{ kind: "status", online: true }]);
  expect(decode("presence", bytes("offline"))).toEqual([{ kind: "status", online: false }]);
  expect(() => decode("presence", bytes("ON"))).toThrow(/neither/);
  expect(meterDecoder()("presence", bytes("offline"))).toBeUndefined();
});

it("is read by the kiosk's intake and shown as facts, masked", () => {
  const line = houseLine({ formats });
  line.takeOnPrefix(TELEGRAM);
  line.take("presence", '{"state":"online"}');
  expect(line.parts.history.latest.known.activePowerExportW?.value).toBe(250);
  expect(line.at().reader.online).toBe(true);
  expect(line.at().rows.map(({ path, value, quantity, isKnown }) => [path, value, quantity, isKnown])).toEqual([
    ["watts", "-250", "activePowerImportW", true],
    ["obis 1-0:2.7.0", "250", "activePowerExportW", true],
    ["box", "XXXX", undefined, false],
    ["state", "online", undefined, true],
  ]);
});

it("is masked in recordings", () => {
  const masked = maskMessage("garden", bytes(TELEGRAM), formats);
  expect(new TextDecoder().decode(masked)).toBe('{"watts":-250,"box":"XXXX"}');
  expect(new TextDecoder().decode(maskMessage("garden", bytes(TELEGRAM)))).toBe(TELEGRAM);
});

it("is named in the help of decode, and its files are read by their beginning or by its name", async () => {
  const file = join(folder, "telegrams");
  await writeFile(file, `${TELEGRAM}\n${TELEGRAM}\n`);
  const printed: string[] = [];
  const run = async (...args: readonly string[]) => {
    printed.length = 0;
    const command = decodeCommand(
      commandContext({
        print: async (text) => void printed.push(text.toString()),
      }),
      formats,
    );
    command.configureOutput({ writeOut: (text) => void printed.push(text) }).exitOverride();
    await command.parseAsync([...args], { from: "user" });
    return printed;
  };
  for (const args of [[file], ["--format", "made-up", file]]) {
    const lines = (await run(...args)).map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      { format: "made-up", ok: true, values: { activePowerExportW: 250 } },
      { format: "made-up", ok: true, offset: TELEGRAM.length + 1 },
    ]);
  }
  await expect(run("--help")).rejects.toThrow(/outputHelp/);
  expect(printed.join("")).toMatch(/made-up +a format that no reader speaks/);
});
