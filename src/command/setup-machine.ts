import { hostname } from "node:os";
import type { Config } from "../config/config.ts";
import { lockHolder } from "../files/lock.ts";
import { lockOf, runtimeFolders } from "../kiosk/folders.ts";
import { ownAddress } from "../kiosk/place.ts";
import { type AnnouncedPorts, announcementSteps } from "../setup/announcement.ts";
import { type Answers, type BrokerAnswer, PAGE_PORT } from "../setup/answers.ts";
import { bootFile, bootSteps } from "../setup/boot-lines.ts";
import { isPortOfAnother } from "../setup/broker-port.ts";
import { clockSteps } from "../setup/clock-keeper.ts";
import { packageSteps } from "../setup/kept-packages.ts";
import { changesFiles, joined, type SetupPlan } from "../setup/plan.ts";
import { fateOf, type PlannedFile } from "../setup/planned-files.ts";
import { serviceFacts, serviceSteps } from "../setup/service.ts";
import type { TargetMachine } from "../setup/target.ts";
import { isPanelReachable, testPatternSteps } from "../setup/test-pattern.ts";
import { exposedAddress } from "../source/listener.ts";
import type { CommandContext } from "./context.ts";
import type { SetupOptions } from "./setup-options.ts";

type Environment = CommandContext["env"];

/** The port of the embedded broker where another program has it; undefined where all is well. */
export async function takenPort(broker: BrokerAnswer, env: Environment): Promise<number | undefined> {
  if (broker.kind !== "embedded") return undefined;
  return (await isPortOfAnother(broker.port, await kioskPid(env))) ? broker.port : undefined;
}

/** Process of the kiosk that runs on this machine. Its lock names it from the start, its status a moment later. */
async function kioskPid(env: Environment): Promise<number | undefined> {
  for (const folder of await runtimeFolders(env)) {
    const holder = await lockHolder(lockOf(folder));
    if (holder) return holder.pid;
  }
  return undefined;
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
  /** The configuration where it stays as it is; absent where the answers make one. */
  readonly kept: Config | undefined;
  readonly env: Environment;
}

/** What set-up does to a machine beside the files of the configuration. */
export async function machineSteps(
  { root }: TargetMachine,
  answers: Answers,
  { wishes, options, files, kept, env }: MachineRequest,
): Promise<SetupPlan> {
  const { panel, trustClock } = answers;
  const address = ownAddress();
  const network = { hostname: hostname(), ...(address !== undefined && { address }) };
  const needsSpi = panel !== "none";
  const service = options.service ? serviceSteps(await serviceFacts(root, env), changesFiles(files)) : {};
  return joined([
    options.deb === undefined ? {} : await packageSteps(root, options.deb),
    await announcementSteps(root, announcedPorts(answers, kept), network),
    trustClock ? {} : await clockSteps(root),
    wishes.testPattern && needsSpi ? testPatternSteps(panel, await isPanelReachable(root)) : {},
    service,
    bootSteps(await bootFile(root, needsSpi), needsSpi, wishes.bootLines),
  ]);
}

/** Ports at which other machines reach the broker and the page. @param kept the configuration where it stays as it is */
function announcedPorts({ broker, page }: Answers, kept: Config | undefined): AnnouncedPorts {
  const answered = { mqtt: broker.kind === "embedded" ? broker.port : undefined, http: page ? PAGE_PORT : undefined };
  const { mqtt, http } = kept ? exposedPorts(kept) : answered;
  return { ...(mqtt !== undefined && { "_mqtt._tcp": mqtt }), ...(http !== undefined && { "_http._tcp": http }) };
}

function exposedPorts({ broker, preview }: Config): Readonly<Record<"mqtt" | "http", number | undefined>> {
  const mqtt = broker?.kind === "embedded" ? exposedAddress(broker.listen.mqtt) : undefined;
  const http = preview && exposedAddress([preview.listen]);
  return { mqtt: mqtt?.port, http: http?.port };
}
