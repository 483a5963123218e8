import type { RecordedMessage } from "../meter/recording.ts";
import { READER_TOPICS } from "../meter/wire/reader-topics.ts";
import type { SimStatus, SimTelegram, SimValues } from "./simulate.ts";

/** One way in which a reader puts what it heard on MQTT. */
export interface PublishingShape {
  /** The word after `--as`. */
  readonly id: string;
  /** One line: whose messages these are. */
  readonly description: string;
  /** The messages of one telegram, in the order and at the instants at which they are published. */
  messages(telegram: SimValues, context: ShapeContext): readonly RecordedMessage[];
}

/** What the messages of one telegram depend on besides its values. */
export interface ShapeContext {
  /** All topics begin with it and a slash. */
  readonly prefix: string;
  /** When the reader was switched on, in milliseconds since 1970 UTC. */
  readonly bootMs: number;
  /** 1 for the reader's first telegram, one more for each. */
  readonly seq: number;
}

const ENCODER = new TextEncoder();

/** A message whose payload is this text. */
export function textMessage(atMs: number, topic: string, text: string, retain: boolean): RecordedMessage {
  return { atMs, topic, payload: ENCODER.encode(text), retain, qos: 0 };
}

/**
 * All that a reader of this shape publishes, message by message as it is asked for: its `status` (retained, as every
 * ESPHome node has it) and its telegrams.
 */
export function* published(
  telegrams: Iterable<SimTelegram>,
  shape: PublishingShape,
  prefix: string,
): Generator<RecordedMessage> {
  let bootMs: number | undefined;
  let seq = 0;
  for (const telegram of telegrams) {
    bootMs ??= telegram.atMs;
    if ("status" in telegram) {
      yield statusMessage(telegram, prefix);
    } else {
      seq += 1;
      yield* shape.messages(telegram, { prefix, bootMs, seq });
    }
  }
}

function statusMessage({ atMs, status }: SimStatus, prefix: string): RecordedMessage {
  return textMessage(atMs, `${prefix}/${READER_TOPICS.status}`, status, true);
}
