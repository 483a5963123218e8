import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { WattframeError } from "../errors.ts";
import { createLog } from "../log.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import { play } from "../simulator/play.ts";
import { brokerPlace } from "../source/broker-options.ts";
import { steadyMs } from "../source/clock.ts";
import { createPublisher } from "../source/publisher.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import { pictureSettings } from "./picture-settings.ts";
import { recordingFile } from "./recording-file.ts";

interface ReplayOptions {
  readonly to?: string;
  readonly history?: string;
  readonly config?: string;
  readonly prefix?: string;
  readonly timeZone?: string;
  /** Recorded seconds per real second; infinite is as fast as it goes. */
  readonly speed: number;
}

/** `replay`: a recording back over MQTT. */
export function replayCommand(context: CommandContext): Command {
  return new Command("replay")
    .description("Plays a recording back over MQTT, with the original pauses between its messages.")
    .argument("<file>", "the recording, as record and simulate write it")
    .option("--to <url>", "the broker, such as mqtt://127.0.0.1")
    .option("--history <dir>", "fill this history with it instead; nothing is published")
    .option("-c, --config <file>", "with --history: the configuration whose first meter it is")
    .option("--prefix <prefix>", "with --history: first part of the reader's topics")
    .option("--time-zone <zone>", "with --history: such as Europe/Helsinki")
    .option("--speed <n>", "recorded seconds per real second, or max", speed, 1)
    .addHelpText(
      "after",
      "\nRetained messages are published as retained. To draw a recording at its own times,\nuse wattframe render --replay FILE.",
    )
    .action((file: string, options: ReplayOptions) => run(file, options, context));
}

async function run(file: string, options: ReplayOptions, context: CommandContext): Promise<void> {
  const { to, speed, history } = options;
  if (history !== undefined) return fill(file, { ...options, history }, context);
  if (to === undefined) {
    throw new WattframeError("USAGE", "replay needs --to URL or --history DIR", {
      hint: "--to mqtt://127.0.0.1 publishes it there; render --replay FILE draws it.",
    });
  }
  const stop = context.stopSignal();
  const url = brokerUrl("--to", to);
  const messages = recordingFile(file);
  const first = messages.next(); // a file that is no recording is refused before the broker is called
  const clientId = `wattframe-replay-${randomBytes(4).toString("hex")}`;
  const publisher = await createPublisher(
    url,
    { clientId, signal: stop },
    await createLog("warn", process.stderr.isTTY),
  );
  context.notify(`replaying ${file} to ${brokerPlace(to)}`);
  let count = 0;
  try {
    await play(first.done === true ? [] : paced(first.value, messages, steadyMs(), speed), {
      publish: async (topic, payload, options) => {
        stop.throwIfAborted();
        await publisher.publish(topic, payload, options);
        count += 1;
      },
      nowMs: steadyMs,
      wait: (ms) => sleep(ms, undefined, { signal: stop }),
      lost: (why) =>
        context.notify(why ? `messages are being dropped: ${why.message}; trying again` : "messages go through again"),
    });
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await publisher.end();
  }
  context.notify(`${count} messages published`);
}

async function fill(
  file: string,
  options: ReplayOptions & { readonly history: string },
  context: CommandContext,
): Promise<void> {
  if (options.to !== undefined) throw new WattframeError("USAGE", "--history and --to exclude each other");
  const { meter } = await pictureSettings({ ...options, seed: "1", timeout: "60" }, context);
  const { fillHistory } = await import("./fill-history.ts");
  const counts = await fillHistory(file, meter, options.history, await createLog("warn", process.stderr.isTTY));
  context.notify(`${counts.added} messages added, ${counts.known} of times that were known already`);
}

/** The messages at the instants at which they are due. */
function* paced(
  first: RecordedMessage,
  rest: Iterable<RecordedMessage>,
  startMs: number,
  speed: number,
): Generator<RecordedMessage> {
  yield { ...first, atMs: startMs };
  for (const message of rest) yield { ...message, atMs: startMs + (message.atMs - first.atMs) / speed };
}

function speed(text: string): number {
  const value = text === "max" ? Number.POSITIVE_INFINITY : Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0, or max.");
}
