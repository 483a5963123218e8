import { hostname } from "node:os";
import type { PreviewConfig } from "../config/config.ts";
import { ownAddress } from "../kiosk/place.ts";
import { runningStatus } from "../kiosk/status-file.ts";
import { type AnnouncedPorts, announcementSteps } from "../setup/announcement.ts";
import { type Answers, type BrokerAnswer, PAGE_PORT } from "../setup/answers.ts";
import { bootFile, bootSteps } from "../setup/boot-lines.ts";
import { isPortOfAnother } from "../setup/broker-port.ts";
import { clockSteps } from "../setup/clock-keeper.ts";
import { packageSteps } from "../setup/kept-packages.ts";
import { changesFiles, joined, type SetupPlan } from "../setup/plan.ts";
import { fateOf, type PlannedFile } from "../setup/planned-files.ts";
import { serviceFacts, serviceSteps } from "../setup/service.ts";
import { CONFIG_FILE } from "../setup/setup-files.ts";
import type { TargetMachine } from "../setup/target.ts";
import { isPanelReachable, testPatternSteps } from "../setup/test-pattern.ts";
import { isLoopbackHost } from "../source/listener.ts";
import type { CommandContext } from "./context.ts";
import type { SetupOptions } from "./setup-options.ts";

type Environment = CommandContext["env"];

/** The port of the embedded broker where another program has it; undefined where all is well. */
export async function takenPort(broker: BrokerAnswer, env: Environment): Promise<number | undefined> {
  if (broker.kind !== "embedded") return undefined;
  const status = await runningStatus(env);
  return (await isPortOfAnother(broker.port, status?.pid)) ? broker.port : undefined;
}

/** Address or name at which other machines find this one. */
export function ownName(): string {
  return ownAddress() ?? `${hostname()}.local`;
}

/** What a person wants of the machine beside the answers. */
export interface Wishes {
  /** The firmware's configuration may be changed. */
  readonly bootLines: boolean;
  readonly testPattern: boolean;
}

/** What the options wish; at the terminal the rest is asked where it has a sense. */
export async function wishesOf(
  { panel }: Answers,
  { root }: TargetMachine,
  { bootLines, testPattern: isPatternWanted = false, yes, newPassword }: SetupOptions,
): Promise<Wishes> {
  if (yes || newPassword || panel === "none") return { bootLines: bootLines ?? false, testPattern: isPatternWanted };
  const { askYes } = await import("./setup-questions.ts");
  const boot = await bootFile(root, true);
  const isBootOpen = bootLines === undefined && boot !== undefined && fateOf(boot) !== "unchanged";
  return {
    bootLines: isBootOpen ? await askYes(`Switch SPI on in ${boot.name}? The panel needs it.`) : (bootLines ?? false),
    testPattern:
      isPatternWanted || ((await isPanelReachable(root)) && (await askYes("Show the test pattern on the panel?"))),
  };
}

/** What is known beside the answers. */
export interface MachineRequest {
  readonly wishes: Wishes;
  readonly options: Pick<SetupOptions, "service" | "deb">;
  /** Files of the configuration, as planned. */
  readonly files: readonly PlannedFile[];
  /** The page of a configuration that stays as it is; absent where the answers say what the page is. */
  readonly keptPage: PreviewConfig | undefined;
  readonly env: Environment;
}

/** What set-up does to a machine beside the files of the configuration. */
export async function machineSteps(
  { root }: TargetMachine,
  answers: Answers,
  { wishes, options, files, keptPage, env }: MachineRequest,
): Promise<SetupPlan> {
  const { panel, trustClock } = answers;
  const address = ownAddress();
  const network = { hostname: hostname(), ...(address !== undefined && { address }) };
  const needsSpi = panel !== "none";
  const service = options.service ? serviceSteps(await serviceFacts(root, env), changeOf(files)) : {};
  return joined([
    options.deb === undefined ? {} : await packageSteps(root, options.deb),
    await announcementSteps(root, announcedPorts(answers, keptPage), network),
    trustClock ? {} : await clockSteps(root),
    wishes.testPattern && needsSpi ? testPatternSteps(panel, await isPanelReachable(root)) : {},
    service,
    bootSteps(await bootFile(root, needsSpi), needsSpi, wishes.bootLines),
  ]);
}

function changeOf(files: readonly PlannedFile[]): Parameters<typeof serviceSteps>[1] {
  const isFirst = files.some((file) => file.name === CONFIG_FILE && fateOf(file) === "created");
  if (isFirst) return "restart";
  return changesFiles(files) ? "reload" : "none";
}

function announcedPorts({ broker, page }: Answers, kept: PreviewConfig | undefined): AnnouncedPorts {
  const own = page ? { host: "0.0.0.0", port: PAGE_PORT } : undefined;
  const listen = kept?.listen ?? own;
  return {
    ...(broker.kind === "embedded" && { "_mqtt._tcp": broker.port }),
    ...(listen && !isLoopbackHost(listen.host) && { "_http._tcp": listen.port }),
  };
}
