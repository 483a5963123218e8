import type { RecordedMessage } from "../meter/recording.ts";
import type { WireFormat } from "../meter/wire/wire-format.ts";
import type { Seal } from "./seal.ts";
import type { SimStatus, SimTelegram, SimValues } from "./simulate.ts";

/** One way in which a reader publishes its meter's values over MQTT. */
export interface PublishingShape {
  /** The word after `--as`. */
  readonly id: string;
  /** One line: whose messages these are. */
  readonly description: string;
  /** The format of its telegrams, whose status topic and words it has too. */
  readonly format: WireFormat;
  /** The messages of one telegram, in the order and at the instants at which they are published. */
  messages(telegram: SimValues, context: ShapeContext): readonly RecordedMessage[];
}

/** Context of one telegram's messages. */
export interface ShapeContext {
  /** All topics begin with it and a slash. */
  readonly prefix: string;
  /** When the reader was switched on, in milliseconds since 1970 UTC. */
  readonly bootMs: number;
  /** 1 for the reader's first telegram, one more for each. */
  readonly seq: number;
  /** Encrypts the meter's own bytes; absent where they are plain text. */
  readonly seal?: Seal;
}

const ENCODER = new TextEncoder();

/** A message whose payload is this text. */
export function textMessage(atMs: number, topic: string, text: string, retain: boolean): RecordedMessage {
  return { atMs, topic, payload: ENCODER.encode(text), retain, qos: 0 };
}

/**
 * All that a reader of this shape publishes, message by message on demand: its `status` (retained, as every
 * ESPHome node has it) and its telegrams.
 * @param seal encrypts telegrams of the meter's own bytes
 */
export function* published(
  telegrams: Iterable<SimTelegram>,
  shape: PublishingShape,
  prefix: string,
  seal?: Seal,
): Generator<RecordedMessage> {
  let bootMs: number | undefined;
  let seq = 0;
  for (const telegram of telegrams) {
    bootMs ??= telegram.atMs;
    if ("status" in telegram) {
      yield* statusMessages(telegram, shape.format, prefix);
    } else {
      seq += 1;
      yield* shape.messages(telegram, { prefix, bootMs, seq, ...(seal && { seal }) });
    }
  }
}

/** The reader's status, retained; nothing where its format has none. */
function statusMessages({ atMs, status }: SimStatus, format: WireFormat, prefix: string): readonly RecordedMessage[] {
  const known = statusOf(format, prefix);
  return known === undefined ? [] : [textMessage(atMs, known.topic, known[status], true)];
}

/** Returns topic and words of the status of a reader; undefined where its format has none. */
export function statusOf(
  { status }: WireFormat,
  prefix: string,
): { readonly topic: string; readonly online: string; readonly offline: string } | undefined {
  if (status === undefined) return undefined;
  const { topic, online, offline } = status;
  return { topic: `${prefix}/${topic}`, online: online[0] ?? "", offline: offline[0] ?? "" };
}
