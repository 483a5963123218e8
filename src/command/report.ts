import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { runBoundedProgram } from "../display/bounded-program.ts";
import { machineAt } from "../doctor/machine.ts";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { readStart } from "../files/read-start.ts";
import { replaceFile } from "../files/replace-file.ts";
import { runningMessages } from "../kiosk/last-messages.ts";
import { runningStatus } from "../kiosk/status-file.ts";
import { machineFacts } from "../report/machine-facts.ts";
import { type MaskedConfig, maskedConfig } from "../report/masked-config.ts";
import { maskedMessages } from "../report/masked-messages.ts";
import { collected, type PartSource, reportText } from "../report/report.ts";
import { type TextMask, textMask } from "../report/text-mask.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./context.ts";
import { allFindings, configFile, findingsText } from "./doctor.ts";
import { heardLast } from "./heard-last.ts";
import { configOption } from "./options.ts";
import { statusText } from "./status-text.ts";

interface Options {
  readonly config: string;
  readonly output?: string;
  readonly json?: true;
}

/** Lines of the journal. */
const LOG_LINES = 200;
const JOURNAL_LIMIT_MS = 10_000;
const JOURNAL_BYTES = 200_000;
const MAX_SECRET_BYTES = 65_536;
const NOTHING: MaskedConfig = { text: "", secrets: [], hosts: [], files: [], variables: [] };

/** `report`: one file that tells others what they need to find a fault. */
export function reportCommand(context: CommandContext): Command {
  return new Command("report")
    .description(
      "Writes one file for a bug report: version, machine, doctor, status, the last log lines, the configuration and the last messages of the meter. Passwords, keys, users, hosts, addresses and serial numbers are masked.",
    )
    .addOption(configOption())
    .option("-o, --output <file>", "file to write; - is stdout (default: wattframe-report-<date>.txt in this folder)")
    .option("--json", "write the parts as one JSON object, and print which of them are there")
    .addHelpText(
      "after",
      [
        "\nRead the file before you give it away: what is personal in your own names, only you can know.",
        "Run it with sudo, or as the user of the kiosk, so that log, status and messages can be read.",
      ].join("\n"),
    )
    .action((options: Options, command: Command) => report(options, command, context));
}

async function report({ config, output, json }: Options, command: Command, context: CommandContext): Promise<void> {
  const isNamed = command.getOptionValueSource("config") !== "default";
  const file = isNamed ? config : await configFile(config);
  const now = new Date();
  const written = await writtenConfig(file);
  const mask = await maskFor(written, file, context.env);
  const parts = await collected(partsOf(file, written, mask, context), mask.text);
  const heading = `Wattframe ${VERSION}, report of ${now.toISOString()}`;
  const text = json
    ? `${JSON.stringify({ version: VERSION, at: now.toISOString(), parts }, null, 2)}\n`
    : reportText(heading, parts);
  if (output === "-") return context.print(text);
  const name = output ?? `wattframe-report-${now.toISOString().slice(0, 10)}.${json ? "json" : "txt"}`;
  await replaceFile(resolve(name), text);
  const summary = { file: name, parts: parts.map(({ title, ok }) => ({ title, ok })) };
  await context.print(json ? `${JSON.stringify(summary)}\n` : `${name}\n`);
}

/** Configuration as it may be shown, or why there is none. */
async function writtenConfig(file: string): Promise<MaskedConfig | WattframeError> {
  try {
    return maskedConfig(await readFile(file, "utf8"), CONFIG_CONTEXT.kinds);
  } catch (cause) {
    return readError(`the configuration ${file}`, cause);
  }
}

/** Masks with all secrets that the configuration holds or leads to. */
async function maskFor(
  written: MaskedConfig | WattframeError,
  file: string,
  env: CommandContext["env"],
): Promise<TextMask> {
  const { secrets, hosts, files, variables } = written instanceof WattframeError ? NOTHING : written;
  const folder = dirname(resolve(file));
  const inFiles = files.map((name) =>
    readStart(resolve(folder, name), MAX_SECRET_BYTES).then(
      (bytes) => bytes.toString("utf8"),
      () => "", // what this user may not read cannot get into the report
    ),
  );
  const filledIn = variables.flatMap((name) => env[name] ?? []);
  return textMask({
    secrets: [...secrets, ...(await Promise.all(inFiles)), ...filledIn],
    hosts: [...hosts, hostname()],
  });
}

function partsOf(
  file: string,
  written: MaskedConfig | WattframeError,
  mask: TextMask,
  context: CommandContext,
): readonly PartSource[] {
  const { env } = context;
  const masked = (collect: () => Promise<string>) => async () => mask.text(await collect());
  const configuration = async () => {
    if (written instanceof WattframeError) throw written;
    return mask.text(written.text);
  };
  return [
    { title: "Machine", collect: masked(() => machineFacts(machineAt())) },
    { title: "Doctor", collect: masked(async () => findingsText(await allFindings(file, env))) },
    { title: "Status", collect: masked(() => kioskStatus(env)) },
    { title: `Log, the last ${LOG_LINES} lines`, collect: masked(journal) },
    { title: "Configuration", collect: configuration },
    {
      title: "Last messages of the meters, as a recording",
      collect: async () => maskedMessages(await lastMessages(file, context), mask),
    },
  ];
}

async function kioskStatus(env: CommandContext["env"]): Promise<string> {
  const status = await runningStatus(env);
  if (status === undefined)
    throw new WattframeError("NOT_RUNNING", "no kiosk runs, or this user may not read its status");
  return statusText(status, Date.now());
}

/** Last messages as the running kiosk keeps them; where none runs, as they can be heard. */
async function lastMessages(file: string, context: CommandContext): Promise<string> {
  const kept = await runningMessages(context.env);
  if (kept !== undefined) return kept;
  if ((await runningStatus(context.env)) === undefined) return heardLast(file, context);
  throw new WattframeError("FILE_READ", "the kiosk has kept none yet, or this user may not read them", {
    hint: "Run it with sudo, a few seconds after the start of the kiosk.",
  });
}

async function journal(): Promise<string> {
  const args = ["-u", "wattframe", "-n", String(LOG_LINES), "-o", "cat", "--no-pager"];
  const end = await runBoundedProgram("journalctl", args, { timeoutMs: JOURNAL_LIMIT_MS, keptBytes: JOURNAL_BYTES });
  const isThere = end.output !== "" && !/^-- No entries --$/mu.test(end.output);
  if (end.how === "exit" && end.code === 0 && isThere) return end.output;
  const hint = "Without the service, add what wattframe run wrote to stderr.";
  const said = end.output === "" ? "" : `: ${end.output}`;
  const why =
    end.how === "not-started" ? "there is no journal on this machine" : `the journal has no line of it${said}`;
  throw new WattframeError("FILE_READ", why, { hint });
}
