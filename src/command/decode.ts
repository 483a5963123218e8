import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { bytesOfHex } from "../meter/bytes.ts";
import { type DecodeFileOptions, decodeFile } from "../meter/wire/decode-file.ts";
import type { CommandContext } from "./context.ts";

interface DecodeOptions {
  readonly format: DecodeFileOptions["format"];
  readonly hex?: true;
  readonly allowNoCrc?: true;
}

const FORMATS: Readonly<Record<DecodeOptions["format"], string>> = {
  auto: "p1-ascii and dlms-hdlc, or wattframe-reader where the file begins with {",
  "p1-ascii": "ASCII telegrams of P1, H1 and HAN ports (DSMR, EFS2)",
  "dlms-hdlc": "binary telegrams of the same ports (EFS and other DLMS lists in HDLC frames)",
  "wattframe-reader": "the reader's JSON, one telegram a line",
};
const HELP = `
Formats:
${Object.entries(FORMATS)
  .map(([name, meaning]) => `  ${name.padEnd(17)} ${meaning}`)
  .join("\n")}

A file without a telegram gives one object that says what it may be.
Exit code 0: every telegram was good, and there was at least one.`;

/** `decode`: the telegrams in a file of a meter's bytes, one JSON object a line. */
export function decodeCommand(context: CommandContext): Command {
  return new Command("decode")
    .description(
      "Reads telegrams out of a meter's bytes and prints one JSON object a line, found or refused, in order.",
    )
    .argument("<file>", "the bytes; - reads them from stdin")
    .addOption(new Option("--format <format>", "what to look for").choices(Object.keys(FORMATS)).default("auto"))
    .option("--hex", "the file is hex text, white space ignored")
    .option("--allow-no-crc", "take ASCII telegrams without a checksum, as old meters send them, or with a wrong one")
    .addHelpText("after", HELP)
    .action((file: string, options: DecodeOptions) => decode(file, options, context));
}

async function decode(file: string, options: DecodeOptions, context: CommandContext): Promise<void> {
  const input = await inputOf(file);
  const bytes = options.hex === true ? hexInput(file, input) : input;
  const lines = decodeFile(bytes, { format: options.format, allowNoCrc: options.allowNoCrc === true });
  for (const line of lines) await context.print(`${JSON.stringify(line)}\n`);
  if (lines.some(({ ok }) => !ok)) context.setExitCode(1);
}

function hexInput(file: string, input: Uint8Array): Uint8Array {
  const bytes = bytesOfHex(input);
  if (bytes !== undefined) return bytes;
  throw new WattframeError("MALFORMED", `${file}: not hex text of whole bytes.`, {
    hint: "Only the digits 0-9, A-F and white space, two digits a byte; leave --hex out for plain bytes.",
  });
}

async function inputOf(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (cause) {
    throw readError(file, cause);
  }
}
