import { promises } from "node:fs";
import { type Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import type { Decrypt } from "../meter/wire/ciphered-apdu.ts";

/** Options of commands that read raw telegrams. */
export interface TelegramOptions {
  readonly keyFile?: string;
  readonly authKeyFile?: string;
  readonly country?: string;
}

/** Keys of encrypted telegrams, 32 hexadecimal digits each. */
export interface Keys {
  readonly key: string;
  readonly authenticationKey?: string;
}

/** Adds the options with which encrypted telegrams and lists without units are read. */
export function withTelegramOptions(command: Command): Command {
  return command
    .option("--key-file <file>", "file with the key of encrypted telegrams, 32 hexadecimal digits")
    .option("--auth-key-file <file>", "file with the authentication key, with which their tags are verified")
    .addOption(
      new Option("--country <code>", "country of the grid, where a maker's scales differ by it").choices([
        "NO",
        "SE",
        "DK",
      ]),
    );
}

/** The keys that options name; undefined where they name none. @throws WattframeError `USAGE`, or that of a file that cannot be read */
export async function keysIn({ keyFile, authKeyFile }: TelegramOptions): Promise<Keys | undefined> {
  if (keyFile === undefined) {
    if (authKeyFile === undefined) return undefined;
    throw new WattframeError("USAGE", "--auth-key-file is of no use without --key-file");
  }
  const key = await keyIn(keyFile);
  return authKeyFile === undefined ? { key } : { key, authenticationKey: await keyIn(authKeyFile) };
}

/** What raw telegrams are read with, by the options; what these do not name is left out. */
export async function telegramSettings(
  options: TelegramOptions,
): Promise<{ readonly decrypt?: Decrypt; readonly country?: string }> {
  const keys = await keysIn(options);
  return {
    ...(keys && { decrypt: await decryptorWith(keys) }),
    ...(options.country !== undefined && { country: options.country }),
  };
}

async function decryptorWith({ key, authenticationKey }: Keys): Promise<Decrypt> {
  const { decryptorOf } = await import("../config/decryptor.ts"); // few meters are encrypted
  return decryptorOf(key, authenticationKey);
}

async function keyIn(file: string): Promise<string> {
  const text = await promises.readFile(file, "utf8").catch((cause: unknown) => {
    throw readError(file, cause);
  });
  const key = text.trim();
  if (/^[0-9a-f]{32}$/i.test(key)) return key;
  throw new WattframeError("USAGE", `${file}: not a key of 32 hexadecimal digits`, {
    hint: "Write the key that the grid company sent into the file, alone and without blanks.",
  });
}
