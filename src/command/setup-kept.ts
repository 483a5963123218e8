import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { passwordFile, READER } from "../setup/answers.ts";
import { currentText } from "../setup/planned-files.ts";
import { CONFIG_FILE } from "../setup/setup-files.ts";
import type { Target } from "../setup/target.ts";
import type { ExistingConfig } from "./setup-answers.ts";
import { givenOf, type SetupOptions } from "./setup-options.ts";

/**
 * Tells whether the configuration stays as it is, whoever wrote it: it is there, and no answer is given or asked for.
 * @throws WattframeError `CONFIG_INVALID` where that configuration has faults
 */
export function isConfigKept(options: SetupOptions, existing: ExistingConfig | undefined, { folder }: Target): boolean {
  const isUnasked = options.yes === true || options.newPassword === true;
  if (existing === undefined || !isUnasked || Object.keys(givenOf(options)).length > 0) return false;
  if (existing.config !== undefined) return true;
  const file = join(folder, CONFIG_FILE);
  throw new WattframeError("CONFIG_INVALID", `${file} has faults, and no answers are given to write another`, {
    hint: `wattframe check --config ${file} lists them. Or give the answers as options, then the file is kept under a dated name.`,
  });
}

/** @throws WattframeError `USAGE` where no reader logs in with the password that set-up would change */
export async function refuseOtherPassword({ config }: ExistingConfig, { folder }: Target): Promise<void> {
  const broker = config?.broker;
  const reader = broker?.kind === "embedded" ? broker.users.find(({ name }) => name === READER) : undefined;
  const file = join(folder, passwordFile(READER));
  if (reader?.password.reveal() === (await currentText(file))?.trim() && reader !== undefined) return;
  throw new WattframeError("USAGE", `--new-password: in ${join(folder, CONFIG_FILE)} no reader logs in with ${file}`, {
    hint: "Another broker's passwords are changed there; then give the new one with --broker-password-file.",
  });
}
