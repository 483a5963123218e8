import { Command, InvalidArgumentError, Option } from "commander";
import { METER_DEFAULTS } from "../config/defaults.ts";
import { nearest } from "../config/nearest.ts";
import { WattframeError } from "../errors.ts";
import { isTimeZone } from "../meter/local-time.ts";
import { type RecordedMessage, recordingLine } from "../meter/recording.ts";
import { FAULTS, type Fault, faulty } from "../simulator/faults.ts";
import { type PublishingShape, published, statusOf } from "../simulator/publishing-shape.ts";
import { PUBLISHING_SHAPES } from "../simulator/publishing-shapes.ts";
import { SCENARIOS, scenarioOf } from "../simulator/scenario.ts";
import { anchorIn, dayWindow, type ScenarioWindow } from "../simulator/scenario-time.ts";
import { sealOf } from "../simulator/seal.ts";
import { SIMULATED_TIME_ZONE, simulate } from "../simulator/simulate.ts";
import type { CommandContext } from "./context.ts";
import { durationMs } from "./duration.ts";
import { instantMs } from "./instant.ts";
import { type Keys, keysIn, type TelegramOptions } from "./key-file.ts";
import type { SimulationPlan } from "./simulation-plan.ts";
import { textFile } from "./text-file.ts";

interface SimulateCommandOptions extends Pick<TelegramOptions, "keyFile" | "authKeyFile"> {
  readonly as: string;
  readonly scenario: string;
  readonly seed: number;
  readonly start?: string;
  readonly duration?: string;
  readonly timeZone: string;
  readonly prefix: string;
  readonly output?: string;
  readonly broker?: string;
  readonly speed: number;
  readonly faults?: readonly Fault[];
  readonly faultRate: number;
}

/** `simulate`: the simulated house, into a recording or to a broker. */
export function simulateCommand(context: CommandContext): Command {
  const shapes = PUBLISHING_SHAPES.map((shape) => shape.id);
  return new Command("simulate")
    .description("Simulates a house and its meter reader: writes a recording, or publishes in real time.")
    .addOption(new Option("--as <shape>", "how the reader publishes").choices(shapes).default("esphome"))
    .option("--scenario <name>", "scenario, see below", "day")
    .option("--seed <n>", "number of the house; the same seed gives the same bytes", wholeNumber, 1)
    .option("--start <iso>", "start time, local unless it names its zone (default: the scenario's own day, or now)")
    .option("--duration <time>", "length, such as 24h, 90m or 8d (default: one day, or without end)")
    .option("--time-zone <zone>", "time zone of the house", SIMULATED_TIME_ZONE)
    .option("--prefix <topic>", "the first part of every topic", METER_DEFAULTS.prefix)
    .option("-o, --output <file>", "write a recording to this file; - is stdout")
    .option("--broker <url>", "publish to this broker in real time, such as mqtt://127.0.0.1")
    .option("--speed <n>", "simulated seconds per real second, when publishing", positiveNumber, 1)
    .option("--faults <kinds>", `faults to inject into raw telegrams: ${FAULTS.join(", ")}`, faultKinds)
    .option("--fault-rate <share>", "share of the raw telegrams with a fault, 0 to 1", share, 0.1)
    .option("--key-file <file>", "encrypt the meter's own bytes with the key in this file, 32 hexadecimal digits")
    .option("--auth-key-file <file>", "give them a tag by the authentication key in this file")
    .addHelpText("after", `\nShapes:\n${table(PUBLISHING_SHAPES)}\n\nScenarios:\n${table(SCENARIOS)}`)
    .action((options: SimulateCommandOptions) => run(options, context));
}

async function run(options: SimulateCommandOptions, context: CommandContext): Promise<void> {
  const plan = planOf(options, await keysIn(options));
  if (options.output !== undefined && options.broker === undefined) return record(plan, options.output, context);
  if (options.broker !== undefined && options.output === undefined) {
    const { publishSimulation } = await import("./publish-simulation.ts");
    return publishSimulation(plan, { broker: options.broker, speed: options.speed }, context);
  }
  throw new WattframeError("USAGE", "simulate needs either -o or --broker", {
    hint: "-o FILE writes a recording, --broker URL publishes in real time.",
  });
}

function planOf(options: SimulateCommandOptions, keys: Keys | undefined): SimulationPlan {
  const { seed, timeZone, start, duration } = options;
  if (!isTimeZone(timeZone)) throw new WattframeError("USAGE", `there is no time zone "${timeZone}"`);
  const prefix = options.prefix.replace(/\/+$/, "");
  const shape = PUBLISHING_SHAPES.find((row) => row.id === options.as);
  if (shape === undefined) throw new WattframeError("USAGE", `there is no shape "${options.as}"`);
  return {
    scenario: scenarioOf(options.scenario, nearest),
    seed,
    timeZone,
    prefix,
    startMs: start === undefined ? undefined : instantMs(start, timeZone),
    durationMs: duration === undefined ? undefined : durationMs(duration),
    status: statusOf(shape.format, prefix),
    messages: messagesOf(options, shape, prefix, keys),
  };
}

function messagesOf(
  { seed, faults, faultRate }: SimulateCommandOptions,
  shape: PublishingShape,
  prefix: string,
  keys: Keys | undefined,
): SimulationPlan["messages"] {
  const seal = keys && sealOf(keys);
  const isPlain = faults === undefined && seal === undefined;
  if (!isPlain && shape.format.isStream !== true) {
    const option = seal ? "--key-file is" : "--faults are";
    throw new WattframeError("USAGE", `${option} for raw telegrams only`, { hint: "Use --as p1, hdlc or mbus." });
  }
  if (faults === undefined) return (telegrams) => published(telegrams, shape, prefix, seal);
  return (telegrams) => faulty(published(telegrams, shape, prefix, seal), { kinds: faults, rate: faultRate, seed });
}

function recordingWindow({ scenario, timeZone, startMs, durationMs }: SimulationPlan): ScenarioWindow {
  const day = dayWindow(scenario, timeZone);
  if (startMs === undefined && durationMs === undefined) return day;
  const fromMs = startMs ?? day.fromMs;
  const toMs = fromMs + (durationMs ?? 86_400_000);
  return { fromMs, toMs, anchorMs: anchorIn(scenario, timeZone, fromMs, toMs) };
}

async function record(plan: SimulationPlan, output: string, context: CommandContext): Promise<void> {
  const { scenario, seed, timeZone } = plan;
  const messages = plan.messages(simulate({ scenario, seed, timeZone, ...recordingWindow(plan) }));
  if (output === "-") {
    for (const text of pieces(messages)) await context.print(text);
    return;
  }
  const file = await textFile(output);
  try {
    for (const text of pieces(messages)) await file.write(text);
  } finally {
    await file.close();
  }
}

/** The lines of a recording, many at a time. */
function* pieces(messages: Iterable<RecordedMessage>): Generator<string> {
  let lines: string[] = [];
  for (const message of messages) {
    lines.push(recordingLine(message));
    if (lines.length < 2_000) continue;
    yield `${lines.join("\n")}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 1.");
}

function faultKinds(text: string): readonly Fault[] {
  return text.split(",").map((word) => {
    const kind = FAULTS.find((fault) => fault === word.trim());
    if (kind !== undefined) return kind;
    const near = nearest(word, FAULTS);
    throw new InvalidArgumentError(`There is no fault "${word}"${near === undefined ? "" : `, but "${near}"`}.`);
  });
}

function table(rows: readonly { readonly id: string; readonly description: string }[]): string {
  return rows.map(({ id, description }) => `  ${id.padEnd(16)}${description}`).join("\n");
}
