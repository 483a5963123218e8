import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { passwordFile, READER } from "../setup/answers.ts";
import { currentText } from "../setup/planned-files.ts";
import { CONFIG_FILE } from "../setup/setup-files.ts";
import type { Target } from "../setup/target.ts";
import type { ExistingConfig } from "./setup-answers.ts";
import { givenOf, type SetupOptions } from "./setup-options.ts";

/**
 * The configuration as it is, where nothing but the reader's password is to change; undefined where it is made from answers.
 * @throws WattframeError `USAGE` where the reader's password is not in set-up's own file
 */
export async function configWithNewPassword(
  options: SetupOptions,
  existing: ExistingConfig | undefined,
  { folder }: Target,
): Promise<string | undefined> {
  if (!options.newPassword || existing === undefined || Object.keys(givenOf(options)).length > 0) return undefined;
  const { broker } = existing.config;
  const reader = broker?.kind === "embedded" ? broker.users.find(({ name }) => name === READER) : undefined;
  const file = join(folder, passwordFile(READER));
  if (reader && reader.password.reveal() === (await currentText(file))?.trim()) return existing.text;
  throw new WattframeError("USAGE", `--new-password: in ${join(folder, CONFIG_FILE)} no reader logs in with ${file}`, {
    hint: "Another broker's passwords are changed there; then give the new one with --broker-password-file.",
  });
}
