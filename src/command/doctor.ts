import { access } from "node:fs/promises";
import { Command } from "commander";
import { brokerOptionsOf, type Config } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { FaultsError, faultLine } from "../config/fault.ts";
import { loadConfig } from "../config/load.ts";
import { displayRowOf } from "../display/displays.ts";
import { brokerFinding } from "../doctor/broker-check.ts";
import { type Finding, well, wrong } from "../doctor/finding.ts";
import { kioskFindings } from "../doctor/kiosk-checks.ts";
import { machineAt } from "../doctor/machine.ts";
import { MACHINE_CHECKS } from "../doctor/machine-checks.ts";
import { canvas, clock, fonts } from "../doctor/program-checks.ts";
import { errorFacts } from "../errors.ts";
import { runningStatus } from "../kiosk/status-file.ts";
import { SILENT } from "../log.ts";
import { systemClock } from "../source/clock.ts";
import type { CommandContext } from "./context.ts";
import { configOption, OF_THE_SERVICE } from "./options.ts";

interface Options {
  readonly config: string;
  readonly json?: true;
}

/** `doctor`: what is wrong with the machine, the configuration and the running kiosk. */
export function doctorCommand(context: CommandContext): Command {
  return new Command("doctor")
    .description(
      "Checks this machine, the configuration and the running kiosk, and says what to do where something is wrong.",
    )
    .addOption(configOption())
    .option("--json", "print the findings as one JSON list, for programs")
    .addHelpText(
      "after",
      [
        "\nNothing is changed, and no picture is touched. Run it as the user of the kiosk: sudo -u wattframe wattframe doctor",
        `Without --config, and without a wattframe.yaml here, it is ${OF_THE_SERVICE}.`,
        "Exit code 0: all is well. 1: something is wrong.",
      ].join("\n"),
    )
    .action((options: Options, command: Command) => doctor(options, command, context));
}

async function doctor({ config, json }: Options, command: Command, context: CommandContext): Promise<void> {
  const isNamed = command.getOptionValueSource("config") !== "default";
  const findings = await allFindings(isNamed ? config : await configFile(config), context.env);
  await context.print(json ? `${JSON.stringify(findings, null, 2)}\n` : findingsText(findings));
  if (findings.some(({ ok }) => !ok)) context.setExitCode(1);
}

/** Everything that is checked. @param file the configuration */
export async function allFindings(file: string, env: CommandContext["env"]): Promise<readonly Finding[]> {
  const [configuration, config] = await configurationOf(file, env);
  const machine = machineAt();
  const status = await runningStatus(env);
  const idle = status || !config ? [] : await idleFindings(config);
  return [
    ...(await Promise.all(MACHINE_CHECKS.map((check) => check(machine)))),
    await fonts(),
    await canvas(),
    await clock(config?.clock.trusted ?? false),
    configuration,
    ...idle,
    ...kioskFindings(status, Date.now()),
  ];
}

/** What only a running kiosk would say otherwise: of its displays and of a broker that is not its own. */
async function idleFindings({ displays, broker }: Config): Promise<readonly Finding[]> {
  const clockOf = systemClock({ trusted: true }, SILENT);
  try {
    const reached = broker?.kind === "remote" ? [await brokerFinding(brokerOptionsOf(broker), clockOf.now)] : [];
    return [...reached, ...(await Promise.all(displays.map(displayFinding)))];
  } finally {
    clockOf.stop();
  }
}

/** Configuration where none is named: the folder's own, else that of the service. */
export async function configFile(here: string): Promise<string> {
  return access(here).then(
    () => here,
    () => OF_THE_SERVICE,
  );
}

async function configurationOf(
  file: string,
  env: CommandContext["env"],
): Promise<readonly [Finding, Config | undefined]> {
  try {
    const config = await loadConfig(file, env, CONFIG_CONTEXT);
    return [well("configuration", config.file), config];
  } catch (thrown) {
    if (thrown instanceof FaultsError && thrown.faults[0])
      return [wrong("configuration", faultLine(thrown.faults[0]), thrown.faults[0].hint), undefined];
    const { error, hint } = errorFacts(thrown);
    return [
      wrong(
        "configuration",
        error,
        hint ?? `Write ${OF_THE_SERVICE}; there are examples in /usr/share/doc/wattframe/examples.`,
      ),
      undefined,
    ];
  }
}

async function displayFinding({ name, kind, options }: Config["displays"][number]): Promise<Finding> {
  const row = displayRowOf(kind);
  const probe = await row?.probe(options);
  if (probe && !probe.ok) return wrong(`display ${name}`, probe.message, probe.hint);
  return well(`display ${name}`, `${kind}: ${row?.destination(options) ?? ""}`);
}

const MORE = "doc/troubleshooting.md goes by symptom; the package has it in /usr/share/doc/wattframe.";

/** The findings for people: a line each, with what to do. */
export function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, ok, message, remedy }) => {
    const line = `${ok ? "ok   " : "WRONG"}  ${check.padEnd(width)}  ${message}\n`;
    return ok ? line : `${line}${" ".repeat(width + 9)}${remedy}\n`;
  });
  const wrongs = findings.filter(({ ok }) => !ok).length;
  return `${lines.join("")}\n${wrongs === 0 ? "All is well." : `${wrongs} of ${findings.length} checks found something to do. ${MORE}`}\n`;
}
