import { join } from "node:path";
import type { BrokerConfig } from "../config/config.ts";
import { WattframeError } from "../errors.ts";
import { type BrokerAnswer, passwordFile, passwordUser, READER } from "../setup/answers.ts";
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

/**
 * Refuses to change a password that is not in set-up's own file, and to invent one of another broker.
 * @throws WattframeError `USAGE`
 */
export async function refuseOtherPassword(
  { config }: ExistingConfig,
  broker: BrokerAnswer,
  { folder }: Target,
  isInvented: boolean,
): Promise<void> {
  const user = passwordUser(broker);
  const file = join(folder, passwordFile(user ?? READER));
  const now = user === undefined ? undefined : passwordOf(config?.broker, user);
  const isOurs = now !== undefined && now === (await currentText(file))?.trim();
  if (isOurs && !(isInvented && broker.kind === "url")) return;
  const option = isInvented ? "--new-password" : "--broker-password-file";
  throw new WattframeError(
    "USAGE",
    `${option}: ${join(folder, CONFIG_FILE)} has no password in ${file} that this changes`,
    {
      hint: "Another broker's passwords are changed there; then give the new one with --broker-password-file.",
    },
  );
}

function passwordOf(broker: BrokerConfig | undefined, user: string): string | undefined {
  if (broker?.kind === "remote") return broker.password?.reveal();
  return broker?.users.find(({ name }) => name === user)?.password.reveal();
}
