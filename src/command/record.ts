import { once } from "node:events";
import { Command } from "commander";
import { WattframeError } from "../errors.ts";
import { createLog } from "../log.ts";
import { maskMessage } from "../meter/mask.ts";
import type { Message } from "../meter/message.ts";
import { recordingLine } from "../meter/recording.ts";
import { systemClock } from "../source/clock.ts";
import { FIRST_CONNECTION_MS } from "../source/connected-source.ts";
import type { Source, SourceEvents } from "../source/source.ts";
import type { CommandContext } from "./context.ts";
import { durationMs } from "./duration.ts";
import { type LineWriter, lineWriter } from "./line-writer.ts";
import { configOption } from "./options.ts";
import { type RecordingTarget, recordingTargets, type TargetOptions } from "./recording-targets.ts";
import { textFile } from "./text-file.ts";

interface RecordOptions extends TargetOptions {
  readonly output: string;
  readonly duration?: string;
  readonly identifiers?: true;
}

/** Plan of a recording. */
interface RecordingPlan {
  readonly targets: readonly RecordingTarget[];
  readonly identifiers: boolean;
  /** Of `performance.now()`; absent where only a signal ends it. */
  readonly untilMs?: number;
}

const LEAST_CONNECTION_MS = 1_000; // however short the recording, a broker that is there must be able to answer
const LONGEST_MS = 2 ** 31 - 1; // of a timer

/** `record`: what comes over MQTT, and from the meters' own sources, into a recording. */
export function recordCommand(context: CommandContext): Command {
  return new Command("record")
    .description(
      "Records messages to a file, one JSON object per line, until it is interrupted: those of MQTT, with the readers' discovery messages for Home Assistant, and of a configuration what comes from its meters' own sources. A day of ESPHome topics is about 28 MB.",
    )
    .addOption(configOption())
    .option("--broker <url>", "use this broker instead of the configuration's")
    .option(
      "--prefix <topic>",
      "the first part of the reader's topics (default: han, or all of the configuration's meters)",
    )
    .requiredOption("-o, --output <file>", "file to write; - is stdout")
    .option("--duration <time>", "stop this long after the start, such as 24h or 10m (default: when interrupted)")
    .option("--identifiers", "keep the serial numbers of meters and devices, which are personal and masked by default")
    .action((options: RecordOptions) => run(options, context));
}

async function run(options: RecordOptions, context: CommandContext): Promise<void> {
  const startMs = performance.now();
  const lastsMs = options.duration === undefined ? undefined : durationMs(options.duration);
  if (lastsMs !== undefined && lastsMs > LONGEST_MS) throw new WattframeError("USAGE", "--duration is 24d at most");
  const targets = await recordingTargets(options, context);
  const span = lastsMs === undefined ? {} : { untilMs: startMs + lastsMs };
  const plan = { targets, ...span, identifiers: options.identifiers === true };
  if (options.output === "-") return record(plan, (text) => context.print(text), context);
  const file = await textFile(options.output);
  try {
    await record(plan, (text) => file.write(text), context);
  } finally {
    await file.close();
  }
}

async function record(
  { targets, identifiers, untilMs }: RecordingPlan,
  write: (text: string) => Promise<void>,
  context: CommandContext,
): Promise<void> {
  const { notify } = context;
  const signal = context.stopSignal();
  const log = await createLog("warn", process.stderr.isTTY);
  const writer = lineWriter(write);
  const clock = systemClock({ trusted: true }, log); // a recording carries what the clock showed, right or wrong
  const timeoutMs = Math.min(FIRST_CONNECTION_MS, Math.max(LEAST_CONNECTION_MS, leftMs(untilMs)));
  const sources: Source[] = [];
  let count = 0;
  try {
    for (const { what, connect, isWanted } of targets) {
      const events = recordedEvents((message, reconnectedMs) => {
        if (!isWanted(message)) return false;
        count += 1;
        writer.add(lineOf(message, identifiers, reconnectedMs));
        return true;
      });
      sources.push(await connect(events, clock.now, log, { signal, timeoutMs }));
      notify(`recording ${what}`);
    }
    await ended(signal, writer, untilMs);
  } finally {
    clock.stop();
    await Promise.all(sources.map((source) => source.stop()));
  }
  await writer.flush();
  notify(`${count} messages recorded`);
}

/**
 * Events of a source whose messages are recorded. @param take says whether it has taken a message, which comes with the instant of the
 * connection that was made again before it, if one was
 */
function recordedEvents(take: (message: Message, reconnectedMs: number | undefined) => boolean): SourceEvents {
  let wasConnected = false;
  let reconnectedMs: number | undefined;
  return {
    message: (message) => {
      if (take(message, reconnectedMs)) reconnectedMs = undefined;
    },
    state: ({ kind, since }) => {
      if (kind !== "connected") return;
      if (wasConnected) reconnectedMs = since.wallMs;
      wasConnected = true;
    },
  };
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
