import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { bytesOfHex } from "../meter/bytes.ts";
import { decodeFile, fileFormats } from "../meter/wire/decode-file.ts";
import type { WireFormat } from "../meter/wire/wire-format.ts";
import { WIRE_FORMATS } from "../meter/wire/wire-formats.ts";
import type { CommandContext } from "./context.ts";
import { type TelegramOptions, telegramSettings, withTelegramOptions } from "./key-file.ts";

interface DecodeOptions extends TelegramOptions {
  readonly format: string;
  readonly hex?: true;
  readonly allowNoCrc?: true;
  readonly formats: readonly WireFormat[];
}

function helpOf(formats: ReturnType<typeof fileFormats>): string {
  const rows = [
    ["auto", "whichever of these the file begins with"],
    ...formats.map(({ id, file }) => [id, file.description]),
  ];
  return `
Formats:
${rows.map(([name = "", meaning = ""]) => `  ${name.padEnd(17)} ${meaning}`).join("\n")}

A file without a telegram gives one object that says what it may be.
Exit code 0: every telegram was good, and there was at least one.`;
}

/** `decode`: the telegrams in a file of a meter's bytes, one JSON object a line. */
export function decodeCommand(context: CommandContext, formats: readonly WireFormat[] = WIRE_FORMATS): Command {
  const files = fileFormats(formats);
  const choices = ["auto", ...files.map(({ id }) => id)];
  return withTelegramOptions(new Command("decode"))
    .description(
      "Decodes the telegrams in a meter's bytes and prints one JSON object per line, valid or refused, in order.",
    )
    .argument("<file>", "file of the bytes; - is stdin")
    .addOption(new Option("--format <format>", "format to look for").choices(choices).default("auto"))
    .option("--hex", "the file is hex text, white space ignored")
    .option("--allow-no-crc", "accept ASCII telegrams with a wrong checksum or, as old meters send them, without one")
    .addHelpText("after", helpOf(files))
    .action((file: string, options: DecodeOptions) => decode(file, { ...options, formats }, context));
}

async function decode(file: string, options: DecodeOptions, context: CommandContext): Promise<void> {
  const input = await inputOf(file);
  const bytes = options.hex === true ? hexInput(file, input) : input;
  const { format, formats, allowNoCrc = false } = options;
  const lines = decodeFile(bytes, { format, formats, allowNoCrc, ...(await telegramSettings(options)) });
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
