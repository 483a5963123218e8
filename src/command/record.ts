import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Command } from "commander";
import type { Config } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { loadConfig } from "../config/load.ts";
import { METER_DEFAULTS } from "../config/meter-schema.ts";
import { WattframeError } from "../errors.ts";
import { createLog } from "../log.ts";
import { maskMessage } from "../meter/mask.ts";
import type { Message } from "../meter/message.ts";
import { recordingLine } from "../meter/recording.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import { discoveredSensors } from "../meter/wire/discovery.ts";
import { ANNOUNCEMENT_FILTERS, isRepublisherTopic } from "../meter/wire/republishers.ts";
import { type BrokerOptions, brokerPlace } from "../source/broker-options.ts";
import { systemClock } from "../source/clock.ts";
import { connectedSource, FIRST_CONNECTION_MS } from "../source/connected-source.ts";
import type { LinkState } from "../source/link-state.ts";
import { brokerChoice } from "./broker-choice.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import { durationMs } from "./duration.ts";
import { type LineWriter, lineWriter } from "./line-writer.ts";
import { configOption } from "./options.ts";
import { textFile } from "./text-file.ts";

interface RecordOptions {
  readonly config: string;
  readonly broker?: string;
  readonly prefix?: string;
  readonly output: string;
  readonly duration?: string;
  readonly identifiers?: true;
}

/** Topics to record and their broker. */
interface Target {
  readonly broker: BrokerOptions;
  readonly prefixes: readonly string[];
}

/** Plan of a recording. */
interface RecordingPlan extends Target {
  readonly identifiers: boolean;
  /** Of `performance.now()`; absent where only a signal ends it. */
  readonly untilMs?: number;
}

const LEAST_CONNECTION_MS = 1_000; // however short the recording, a broker that is there must be able to answer
const LONGEST_MS = 2 ** 31 - 1; // of a timer

/** `record`: what comes over MQTT, into a recording. */
export function recordCommand(context: CommandContext): Command {
  return new Command("record")
    .description(
      "Records MQTT messages to a file, one JSON object per line, until it is interrupted. The readers' discovery messages for Home Assistant are recorded too. A day of ESPHome topics is about 28 MB.",
    )
    .addOption(configOption())
    .option("--broker <url>", "use this broker instead of the configuration's")
    .option("--prefix <topic>", "the first part of the reader's topics (default: han, or the configuration's meters)")
    .requiredOption("-o, --output <file>", "file to write; - is stdout")
    .option("--duration <time>", "stop this long after the start, such as 24h or 10m (default: when interrupted)")
    .option("--identifiers", "keep the serial numbers of meters and devices, which are personal and masked by default")
    .action((options: RecordOptions) => run(options, context));
}

async function run(options: RecordOptions, context: CommandContext): Promise<void> {
  const startMs = performance.now();
  const lastsMs = options.duration === undefined ? undefined : durationMs(options.duration);
  if (lastsMs !== undefined && lastsMs > LONGEST_MS) throw new WattframeError("USAGE", "--duration is 24d at most");
  const target = await targetOf(options, context);
  const span = lastsMs === undefined ? {} : { untilMs: startMs + lastsMs };
  const plan = { ...target, ...span, identifiers: options.identifiers === true };
  if (options.output === "-") return record(plan, (text) => context.print(text), context);
  const file = await textFile(options.output);
  try {
    await record(plan, (text) => file.write(text), context);
  } finally {
    await file.close();
  }
}

async function targetOf({ config, broker, prefix }: RecordOptions, context: CommandContext): Promise<Target> {
  const named = prefix === undefined ? undefined : [prefix.replace(/\/+(#?)$/, "")];
  if (broker !== undefined)
    return { broker: { url: brokerUrl("--broker", broker) }, prefixes: named ?? [METER_DEFAULTS.prefix] };
  const loaded = await loadConfig(config, context.env, CONFIG_CONTEXT);
  return { broker: brokerChoice(loaded.broker), prefixes: named ?? prefixesOf(loaded) };
}

/** The prefixes of a configuration's meters at the broker. @throws WattframeError `USAGE` where there is none */
function prefixesOf({ meters }: Config): readonly string[] {
  const prefixes = meters.flatMap(({ prefix, source, discover }) => (source || discover ? [] : prefix));
  if (prefixes.length > 0) return prefixes;
  throw new WattframeError("USAGE", "the configuration names no prefix to record", {
    hint: "Name one with --prefix; only what comes over MQTT is recorded.",
  });
}

async function record(
  { broker, prefixes, identifiers, untilMs }: RecordingPlan,
  write: (text: string) => Promise<void>,
  context: CommandContext,
): Promise<void> {
  const { notify } = context;
  const stop = context.stopSignal();
  const log = await createLog("warn", process.stderr.isTTY);
  const writer = lineWriter(write);
  const clock = systemClock({ trusted: true }, log); // a recording carries what the clock showed, right or wrong
  let count = 0;
  let wasConnected = false;
  let reconnectedMs: number | undefined;
  const events = {
    message: (message: Message) => {
      if (!isWanted(message, prefixes)) return;
      count += 1;
      writer.add(lineOf(message, identifiers, reconnectedMs));
      reconnectedMs = undefined;
    },
    state: ({ kind, since }: LinkState) => {
      if (kind !== "connected") return;
      if (wasConnected) reconnectedMs = since.wallMs;
      wasConnected = true;
    },
  };
  const clientId = `wattframe-record-${randomBytes(4).toString("hex")}`;
  const source = await connectedSource(
    { ...broker, clientId, prefixes, filters: ANNOUNCEMENT_FILTERS },
    events,
    clock.now,
    log,
    { signal: stop, timeoutMs: Math.min(FIRST_CONNECTION_MS, Math.max(LEAST_CONNECTION_MS, leftMs(untilMs))) },
  );
  try {
    notify(`recording ${prefixes.map((each) => `${each}/#`).join(", ")} from ${brokerPlace(broker.url)}`);
    await ended(stop, writer, untilMs);
  } finally {
    await source.stop();
  }
  await writer.flush();
  notify(`${count} messages recorded`);
}

/** Resolves when the person, the clock or a full disk ends the recording. */
async function ended(stop: AbortSignal, writer: LineWriter, untilMs: number | undefined): Promise<void> {
  const over = new AbortController();
  const timer = untilMs === undefined ? undefined : setTimeout(() => over.abort(), leftMs(untilMs));
  const end = AbortSignal.any([stop, writer.failed, over.signal]);
  if (!end.aborted) await once(end, "abort");
  clearTimeout(timer);
  if (writer.failed.aborted) throw writer.failed.reason;
}

/** Returns the time until an instant of `performance.now()`; infinite where there is none. */
function leftMs(untilMs = Number.POSITIVE_INFINITY): number {
  return Math.max(0, untilMs - performance.now());
}

/** Tells whether a message is below one of the prefixes, or an announcement that concerns what publishes there. */
function isWanted({ topic, payload }: Message, prefixes: readonly string[]): boolean {
  const isBelow = (name: string) => prefixes.some((prefix) => isAtOrBelow(prefix, name));
  return (
    isBelow(topic) ||
    isRepublisherTopic(topic) ||
    discoveredSensors(topic, payload).some(({ stateTopic }) => isBelow(stateTopic))
  );
}

function lineOf(
  { topic, payload, retained, qos, at }: Message,
  identifiers: boolean,
  reconnectedMs: number | undefined,
): string {
  const shown = identifiers ? payload : maskMessage(topic, payload);
  const message = { atMs: at.wallMs, topic, payload: shown, retain: retained, qos };
  return recordingLine({
    ...message,
    ...(retained && { kept: true }),
    ...(reconnectedMs !== undefined && { reconnectedMs }),
  });
}
