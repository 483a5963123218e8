import { WattframeError } from "../errors.ts";
import { QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import { DISCOVERY_PREFIX, isDiscoveryTopic } from "../meter/wire/discovery.ts";
import type { WireMapping, WireOptions } from "../meter/wire/wire-format.ts";
import { wireFormatOf } from "../meter/wire/wire-formats.ts";
import { announcedMeters, type ProposedSensor, proposedSensors } from "./announced-meters.ts";
import { type Announcement, announcementsIn, type HeardMessage, notHeard } from "./announcements.ts";
import { MessageDecoder } from "./message-decoder.ts";

/** Meter that publishes at a broker. */
export interface FoundMeter {
  /** Id of the wire format that reads most of it. */
  readonly kind: string;
  readonly prefix: string;
  /** From 0 to 1: how likely it is the meter of a house and read rightly. */
  readonly sure: number;
  readonly quantities: readonly Quantity[];
  /** One of its values, in base units; absent where no message with a value came. */
  readonly sample?: { readonly quantity: Quantity; readonly value: number };
  /** Named in the configuration where the messages alone would not be read. */
  readonly format?: string;
  readonly mapping?: Readonly<Record<string, WireMapping>>;
  /** Announced sensors that nothing reads; absent where there are none. */
  readonly proposed?: readonly ProposedSensor[];
}

/** What the messages below a prefix tell. */
interface Read {
  readonly values: Values;
  /** Number of values that each format read. */
  readonly formats: ReadonlyMap<string, number>;
  /** Topics that carried a value or a status. */
  readonly topics: readonly string[];
}

const MAX_LEVELS = 12;
const MAX_PREFIXES = 500;

/** How likely the messages of a format are those of a house's own meter; a copy of a meter's values is less so. */
const SURE: Readonly<Record<string, number>> = { zigbee2mqtt: 0.8, evcc: 0.6, mapping: 0.5 };
const SURE_OF_READERS = 0.95;
/** The same for one phase without export, as plugs and sub-meters have it. */
const SURE_OF_PLUGS = 0.3;
const MAY_BE_PLUGS: ReadonlySet<string> = new Set(["zigbee2mqtt", "tasmota", "shelly"]);

/**
 * The meters among messages of any senders, the surest first: those that the wire formats read, and those whose sensors are
 * announced in discovery messages. Read with `prefix`, `format` and `mapping` as given, the same messages have the same
 * values.
 */
export function findMeters(messages: readonly HeardMessage[]): readonly FoundMeter[] {
  const announcements = announcementsIn(messages);
  const others = messages.filter(({ topic }) => !isDiscoveryTopic(topic));
  const all = [...others, ...notHeard(announcements, others)];
  const sensors = announcements.flatMap((announcement) => announcement.sensors);
  const known = outermost(
    prefixesOf(all, announcements).flatMap((prefix) => meterAt(prefix, all, announcements) ?? []),
  ).map((meter) => {
    const { values, topics } = read(meter.prefix, meter, others, announcements);
    const unread = sensors.filter(({ stateTopic }) => isUnread(stateTopic, meter.prefix, topics));
    return { ...meter, ...sampleOf(values), ...proposedOf(proposedSensors(unread, meter.prefix, meter.quantities)) };
  });
  const isKnown = (topic: string) => known.some(({ prefix }) => isAtOrBelow(prefix, topic));
  const unknown = sensors.filter(({ stateTopic }) => !isKnown(stateTopic));
  const announced = announcedMeters(unknown).map(({ prefix, mapping, sure, proposed }): FoundMeter => {
    const { values } = read(prefix, { mapping }, others, announcements);
    const quantities = [
      ...new Set(Object.values(mapping).flatMap(({ quantity, signed }) => bothWays(quantity, signed))),
    ];
    return { kind: "mapping", prefix, sure, quantities, mapping, ...sampleOf(values), ...proposedOf(proposed) };
  });
  return [...known, ...announced].sort(
    (a, b) => b.sure - a.sure || b.quantities.length - a.quantities.length || (a.prefix < b.prefix ? -1 : 1),
  );
}

/** Tells whether a topic below a prefix carried nothing that was read. */
function isUnread(topic: string, prefix: string, topics: readonly string[]): boolean {
  return isAtOrBelow(prefix, topic) && !topics.includes(topic);
}

function proposedOf(proposed: readonly ProposedSensor[]): Pick<FoundMeter, "proposed"> {
  return proposed.length === 0 ? {} : { proposed };
}

function bothWays(quantity: Quantity, signed = false): Quantity[] {
  return signed ? [quantity, quantity.replace("Import", "Export") as Quantity] : [quantity];
}

/** Every prefix below which a format may read a message, or on which discovery messages name sensors; bounded in number. */
function prefixesOf(messages: readonly HeardMessage[], announcements: readonly Announcement[]): string[] {
  const announced = new Set(announcements.flatMap(({ sensors }) => sensors.map(({ stateTopic }) => stateTopic)));
  const prefixes = new Set<string>();
  for (const { topic, payload } of messages) {
    const levels = topic.split("/");
    if (levels.length > MAX_LEVELS) continue;
    for (const [i] of levels.entries()) {
      const prefix = levels.slice(0, i + 1).join("/");
      if (prefixes.has(prefix) || prefixes.size >= MAX_PREFIXES) continue;
      const format = wireFormatOf(levels.slice(i + 1).join("/"), payload, { prefix });
      if (format !== undefined || announced.has(prefix)) prefixes.add(prefix);
    }
  }
  return [...prefixes].filter(
    (prefix) => /^[^$+#/]/.test(prefix) && !prefix.endsWith("/") && !isOfHomeAssistant(prefix),
  );
}

/** Tells whether Home Assistant itself publishes there: the states of its entities are copies. */
function isOfHomeAssistant(prefix: string): boolean {
  return isAtOrBelow(DISCOVERY_PREFIX.slice(0, -1), prefix);
}

function meterAt(
  prefix: string,
  messages: readonly HeardMessage[],
  announcements: readonly Announcement[],
): FoundMeter | undefined {
  const wide = read(prefix, {}, messages, announcements);
  const [kind] = [...wide.formats].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  if (kind === undefined) return undefined;
  const quantities = quantitiesIn(wide.values);
  const narrow = sharedBeginning(wide.topics);
  const options = narrow === prefix ? {} : narrower(narrow, kind, quantities, messages, announcements);
  return {
    kind,
    prefix: options === undefined ? prefix : narrow,
    sure: sureOf(kind, quantities),
    quantities,
    ...(options?.format !== undefined && { format: options.format }),
  };
}

/** Options by which a longer prefix has the same quantities; undefined where none do. */
function narrower(
  prefix: string,
  kind: string,
  quantities: readonly Quantity[],
  messages: readonly HeardMessage[],
  announcements: readonly Announcement[],
): WireOptions | undefined {
  const same = (options: WireOptions) =>
    quantitiesIn(read(prefix, options, messages, announcements).values).join() === quantities.join();
  return [{}, { format: kind }].find(same);
}

/** Reads the messages at and below a prefix as a meter with these options would. */
function read(
  prefix: string,
  options: WireOptions,
  messages: readonly HeardMessage[],
  announcements: readonly Announcement[],
): Read {
  const decoder = new MessageDecoder(prefix, options);
  for (const announcement of announcements)
    if (announcement.sensors.some(({ stateTopic }) => isAtOrBelow(prefix, stateTopic))) decoder.announce(announcement);
  const values: { [Q in Quantity]?: number } = {};
  const formats = new Map<string, number>();
  const topics = new Set<string>();
  for (const { topic, payload } of messages) {
    if (!isAtOrBelow(prefix, topic)) continue;
    const relative = topic.slice(prefix.length + 1);
    const { decoded, isStatus } = valuesOf(decoder, relative, payload);
    const count = Object.keys(decoded).length;
    const format = decoder.formatOf(relative, payload);
    if (count > 0 || isStatus) topics.add(topic);
    if (count > 0 && format !== undefined) formats.set(format, (formats.get(format) ?? 0) + count);
    Object.assign(values, decoded);
  }
  return { values, formats, topics: [...topics] };
}

/** Values of one message; none where it cannot be read. */
function valuesOf(decoder: MessageDecoder, topic: string, payload: Uint8Array) {
  try {
    const items = decoder.decode(topic, payload) ?? [];
    const values = items.flatMap((item) => (item.kind === "values" ? [item.values] : []));
    return { decoded: Object.assign({}, ...values) as Values, isStatus: items.some(({ kind }) => kind === "status") };
  } catch (thrown) {
    if (!(thrown instanceof WattframeError)) throw thrown;
    return { decoded: {}, isStatus: false };
  }
}

/** The levels that all topics begin with. */
function sharedBeginning(topics: readonly string[]): string {
  const [first = [], ...rest] = topics.map((topic) => topic.split("/"));
  const end = first.findIndex((level, i) => rest.some((levels) => levels[i] !== level));
  return first.slice(0, end === -1 ? first.length : end).join("/");
}

/** Without those that another one of the same kind holds. */
function outermost(meters: readonly FoundMeter[]): FoundMeter[] {
  return meters.filter(
    (meter, i) =>
      !meters.some(
        (other, j) =>
          other.kind === meter.kind &&
          (meter.prefix.startsWith(`${other.prefix}/`) || (other.prefix === meter.prefix && j < i)) &&
          meter.quantities.every((quantity) => other.quantities.includes(quantity)),
      ),
  );
}

function sureOf(kind: string, quantities: readonly Quantity[]): number {
  const has = (pattern: RegExp) => quantities.some((quantity) => pattern.test(quantity));
  if (!has(/^active(?:Power|Energy)/)) return 0.2;
  if (MAY_BE_PLUGS.has(kind) && !has(/L[23]/) && !has(/EnergyExport/)) return SURE_OF_PLUGS;
  return SURE[kind] ?? SURE_OF_READERS;
}

function quantitiesIn(values: Values): Quantity[] {
  return QUANTITIES.map(({ key }) => key).filter((key) => values[key] !== undefined);
}

function sampleOf(values: Values): Pick<FoundMeter, "sample"> {
  const known = quantitiesIn(values);
  const quantity = known.find((each) => values[each] !== 0) ?? known[0];
  const value = quantity && values[quantity];
  return quantity === undefined || value === undefined ? {} : { sample: { quantity, value } };
}
