import { randomBytes } from "node:crypto";
import type { MeterConfig } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { METER_DEFAULTS } from "../config/defaults.ts";
import { loadConfig } from "../config/load.ts";
import { WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import { discoveredSensors } from "../meter/wire/discovery.ts";
import { ANNOUNCEMENT_FILTERS, isRepublisherTopic } from "../meter/wire/republishers.ts";
import { type BrokerOptions, brokerPlace } from "../source/broker-options.ts";
import { connectedOwnSource, connectedSource, type Patience } from "../source/connected-source.ts";
import { type OwnSource, placeOf } from "../source/own-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import { brokerChoice } from "./broker-choice.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";

/** Options that say what is recorded. */
export interface TargetOptions {
  readonly config: string;
  readonly broker?: string;
  readonly prefix?: string;
}

/** Source whose messages are recorded. */
export interface RecordingTarget {
  /** What is recorded and from where, for the person at the terminal. */
  readonly what: string;
  /** @throws WattframeError `BROKER_*`, `SOURCE_UNREACHABLE`, `CONFIG_INVALID` */
  readonly connect: (events: SourceEvents, clock: Clock, log: Log, patience: Patience) => Promise<Source>;
  readonly isWanted: (message: Message) => boolean;
}

/**
 * Returns the sources to record: a broker that is named, or the broker and the own sources of a configuration's meters; of these only
 * the meter whose prefix is named.
 * @throws WattframeError `USAGE` where nothing is left, or the configuration has no broker for a prefix
 */
export async function recordingTargets(
  { config, broker, prefix }: TargetOptions,
  context: CommandContext,
): Promise<readonly RecordingTarget[]> {
  const named = prefix === undefined ? undefined : prefix.replace(/\/+(#?)$/, "");
  if (broker !== undefined) return [atBroker({ url: brokerUrl("--broker", broker) }, [named ?? METER_DEFAULTS.prefix])];
  const loaded = await loadConfig(config, context.env, CONFIG_CONTEXT);
  const meters = loaded.meters.filter((meter) => named === undefined || meter.prefix === named);
  const own = meters.flatMap(({ source }) => (source ? [fromOwn(source)] : []));
  if (named !== undefined && own.length === 0) return [atBroker(brokerChoice(loaded.broker), [named])];
  const prefixes = prefixesOf(meters);
  if (own.length > 0 && prefixes.length === 0) return own;
  if (prefixes.length > 0) return [atBroker(brokerChoice(loaded.broker), prefixes), ...own];
  throw new WattframeError("USAGE", "the configuration names no prefix to record", {
    hint: "Name one with --prefix; wattframe discover lists those that there are.",
  });
}

/** The prefixes of meters at the broker. */
function prefixesOf(meters: readonly MeterConfig[]): readonly string[] {
  return meters.flatMap(({ prefix, source, discover }) => (source || discover ? [] : prefix));
}

function atBroker(broker: BrokerOptions, prefixes: readonly string[]): RecordingTarget {
  const clientId = `wattframe-record-${randomBytes(4).toString("hex")}`;
  const options = { ...broker, clientId, prefixes, filters: ANNOUNCEMENT_FILTERS };
  return {
    what: `${prefixes.map((each) => `${each}/#`).join(", ")} from ${brokerPlace(broker.url)}`,
    connect: (...parts) => connectedSource(options, ...parts),
    isWanted: (message) => isOfPrefixes(message, prefixes),
  };
}

function fromOwn(source: OwnSource): RecordingTarget {
  return {
    what: `what comes from ${placeOf(source)}`,
    connect: (...parts) => connectedOwnSource(source, ...parts),
    isWanted: () => true,
  };
}

/** Tells whether a message is below one of the prefixes, or an announcement that concerns what publishes there. */
function isOfPrefixes({ topic, payload }: Message, prefixes: readonly string[]): boolean {
  const isBelow = (name: string) => prefixes.some((prefix) => isAtOrBelow(prefix, name));
  return (
    isBelow(topic) ||
    isRepublisherTopic(topic) ||
    discoveredSensors(topic, payload).some(({ stateTopic }) => isBelow(stateTopic))
  );
}
