import { join } from "node:path";
import type { BrokerConfig, Config } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { isError } from "../config/fault.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import { checkConfigText } from "../config/load.ts";
import { machineTimeZone } from "../config/machine-time-zone.ts";
import { WattframeError } from "../errors.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { panelOf } from "../panel/panels.ts";
import { type Answers, brokerAnswer, brokerText, MQTT_PORT, type Said } from "../setup/answers.ts";
import { currentText } from "../setup/planned-files.ts";
import { layoutFor, localeFor } from "../setup/proposals.ts";
import { CONFIG_FILE } from "../setup/setup-files.ts";
import type { Target } from "../setup/target.ts";
import { type Wires, wiresOf } from "../setup/wires.ts";
import { isLoopbackHost } from "../source/listener.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";
import type { CommandContext } from "./context.ts";

type Environment = CommandContext["env"];

/** The configuration that is there already. */
export interface ExistingConfig {
  readonly text: string;
  /** Absent where it has faults. */
  readonly config?: Config;
}

/** The configuration in the folder of a set-up; undefined where there is none. @throws WattframeError `FILE_READ` */
export async function existingConfig({ folder }: Target, env: Environment): Promise<ExistingConfig | undefined> {
  const file = join(folder, CONFIG_FILE);
  const text = await currentText(file);
  if (text === undefined) return undefined;
  const checked = await checkConfigText(text, file, env, CONFIG_CONTEXT);
  return { text, ...("config" in checked && { config: checked.config }) };
}

/** What is proposed for each answer: as it is configured now, else what suits the machine. */
export function proposalsFor(env: Environment, config: Config | undefined): Said {
  const zone = machineTimeZone(env);
  const timeZone = "timeZone" in zone ? zone.timeZone : "UTC";
  const locale = localeFor(timeZone, KNOWN_LANGUAGES);
  const usual: Said = {
    panel: "none",
    mainFuse: 25,
    phases: 3,
    locale,
    timeZone,
    broker: "embedded",
    prefix: "han",
    trustClock: false,
    page: false,
  };
  return config ? { ...usual, ...saidBy(config) } : usual;
}

function saidBy({ broker, meters: [meter], displays: [display], locale, clock, preview }: Config): Partial<Said> {
  const panel = display?.options["panel"];
  return {
    locale,
    trustClock: clock.trusted,
    page: preview?.password !== undefined && !isLoopbackHost(preview.listen.host),
    ...(typeof panel === "string" && { panel, ...wiresOf(display?.options ?? {}) }),
    ...(broker && { broker: addressOf(broker) }),
    ...(meter && { mainFuse: meter.mainFuseA, phases: meter.phases, timeZone: meter.timeZone }),
    ...(meter && !meter.discover && { prefix: meter.prefix }),
  };
}

function addressOf(broker: BrokerConfig): string {
  if (broker.kind === "embedded")
    return brokerText({ kind: "embedded", port: broker.listen.mqtt[0]?.port ?? MQTT_PORT });
  const { url, username } = broker;
  return brokerText({ kind: "url", url, ...(username !== undefined && { username }) });
}

/** Answers that a configuration can be made of. */
export async function answersOf(said: Said, { historyPath, picturePath }: Target): Promise<Answers> {
  const { mainFuse: mainFuseA, broker, spi, gpioChip, pins, ...same } = said;
  const wires: Wires = { ...(spi && { spi }), ...(gpioChip && { gpioChip }), ...(pins && { pins }) };
  const placed = await placement(said.panel);
  return { ...same, ...placed, wires, mainFuseA, broker: brokerAnswer(broker), historyPath, picturePath };
}

async function placement(panel: string): Promise<Pick<Answers, "layout" | "rotate">> {
  if (panel === "none") return { layout: "balance", rotate: 0 };
  const layouts = await new LayoutFolder([LAYOUTS_FOLDER]).all();
  return layoutFor(panelOf(panel), layouts) ?? { layout: "balance", rotate: 0 };
}

/** The option that a place in the written configuration comes from. */
const OPTION_OF: readonly (readonly [RegExp, string])[] = [
  [/\.mainFuseA$/u, "--main-fuse"],
  [/\.phases$/u, "--phases"],
  [/^locale$/u, "--locale"],
  [/\.timeZone$/u, "--time-zone"],
  [/\.prefix$|\.users\[/u, "--prefix"],
  [/^broker/u, "--broker"],
  [/\.spi$/u, "--spi"],
  [/\.gpioChip$/u, "--gpio-chip"],
  [/\.pins\b/u, "--pins"],
];

/** @throws WattframeError `USAGE` that names the option whose answer cannot be used */
export async function refuseFaults(text: string, { folder }: Target, env: Environment): Promise<void> {
  const checked = await checkConfigText(text, join(folder, CONFIG_FILE), env, CONFIG_CONTEXT);
  const first = ("faults" in checked ? checked.faults : []).find(
    (fault) => isError(fault) && fault.code !== "FILE_MISSING", // the password's file is yet to be written
  );
  if (first === undefined) return;
  const option = OPTION_OF.find(([place]) => place.test(first.path))?.[1] ?? first.path;
  throw new WattframeError("USAGE", `${option}: ${first.message}`, { hint: first.hint });
}
