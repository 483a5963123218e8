import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { type Answers, PAGE_PASSWORD_FILE, passwordFile, passwordUser, READER } from "./answers.ts";
import { type FileRequest, type PlannedFile, planFile } from "./planned-files.ts";
import { isOfThisMachine, type ReaderLogin, readerSecrets } from "./reader-secrets.ts";
import type { Target } from "./target.ts";

export const CONFIG_FILE = "wattframe.yaml";
/** The reader's file, for ESPHome. */
export const SECRETS_FILE = "secrets.yaml";

/** What is known of passwords and of this machine beside the answers. */
export interface SetupFacts {
  /** Password of the broker's user; absent where it is invented, or kept. */
  readonly password?: string;
  /** True to invent another password for the reader. */
  readonly isNew: boolean;
  /** Name or address under which the reader finds this machine. */
  readonly ownName: string;
}

/** The configuration, with this text. @throws WattframeError `FILE_READ` */
export function configFile({ folder, machine }: Target, text: string): Promise<PlannedFile> {
  const facts = { path: join(folder, CONFIG_FILE), name: CONFIG_FILE, isKept: true, contentsOf: () => text };
  return planFile({ ...facts, ...(machine && { owner: machine.owner }) });
}

/**
 * The files of a set-up beside what they replace: the configuration, the password of the broker's user, and the reader's
 * secrets with that password. Passwords that are there are kept.
 * @throws WattframeError `USAGE` where only the owner of another broker knows the password, `FILE_READ`
 */
export async function setupFiles(
  target: Target,
  answers: Answers,
  config: string,
  facts: SetupFacts,
): Promise<readonly PlannedFile[]> {
  const { folder, machine } = target;
  const owner = machine && { owner: machine.owner };
  const plan = (
    name: string,
    traits: Pick<PlannedFile, "isSecret" | "isKept">,
    contentsOf: FileRequest["contentsOf"],
  ) => planFile({ path: join(folder, name), name, contentsOf, ...traits, ...owner });
  const user = passwordUser(answers.broker);
  const secret = (before: string | undefined) => passwordText(before, answers, facts);
  const password = user === undefined ? undefined : await plan(passwordFile(user), { isSecret: true }, secret);
  const login = loginOf(answers, String(password?.contents ?? "").trim(), facts.ownName);
  return [
    await configFile(target, config),
    ...(password ? [password] : []),
    ...(answers.page ? [await plan(PAGE_PASSWORD_FILE, { isSecret: true }, invented)] : []),
    await plan(SECRETS_FILE, { isSecret: true, isKept: true }, (before) =>
      readerSecrets(before, login, inventedPassword()),
    ),
  ];
}

function passwordText(before: string | undefined, { broker }: Answers, { password, isNew }: SetupFacts): string {
  const isOwn = broker.kind === "embedded";
  if (password !== undefined) return `${password}\n`;
  if (before !== undefined && !(isOwn && isNew)) return before;
  if (isOwn) return invented(undefined);
  throw new WattframeError("USAGE", "the broker's user has no password", {
    hint: "Write the password into a file and name it with --broker-password-file.",
  });
}

function invented(before: string | undefined): string {
  return before ?? `${inventedPassword()}\n`;
}

/** Twenty-four letters and digits, each as likely: more than 140 bits. */
function inventedPassword(): string {
  return randomBytes(64).toString("base64").replaceAll(/[+/=]/gu, "").slice(0, 24);
}

/** Login of the reader: its own user at the embedded broker, the kiosk's at another one until its owner gives it one of its own. */
function loginOf({ broker }: Answers, password: string, ownName: string): ReaderLogin {
  if (broker.kind === "embedded") return { broker: ownName, username: READER, password };
  const host = URL.canParse(broker.url) ? new URL(broker.url).hostname : "";
  return { broker: isOfThisMachine(broker.url) ? ownName : host, username: broker.username ?? "", password };
}
