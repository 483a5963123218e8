import type { RecordedMessage } from "../meter/recording.ts";
import { TelegramStream } from "../meter/wire/telegram-stream.ts";
import { encodeHdlc } from "./encode-hdlc.ts";
import { encodeP1 } from "./encode-p1.ts";
import { hash, type Random, randomOf } from "./random.ts";

/** Faults that can happen to a meter's bytes on their way. */
export const FAULTS = [
  "bit-flip",
  "drop",
  "insert-flag",
  "insert-escape",
  "mid-frame",
  "profile-switch",
  "silence",
] as const;

/** One of {@link FAULTS}. */
export type Fault = (typeof FAULTS)[number];

/** Faults that happen, and their frequency. */
export interface FaultOptions {
  readonly kinds: readonly Fault[];
  /** Chance of a fault per telegram, 0 to 1. */
  readonly rate: number;
  readonly seed: number;
}

const SILENCE_MS = 60_000;
const MAX_HITS = 4;

/** Telegrams with faults: a list of bytes for each telegram, the same generator makes the same faults. */
export const BYTE_FAULTS: Readonly<
  Record<Exclude<Fault, "profile-switch" | "silence">, (bytes: Uint8Array, random: Random) => Uint8Array>
> = {
  "bit-flip": (bytes, random) => {
    const flipped = Uint8Array.from(bytes);
    for (const at of places(bytes, random)) flipped[at] = (flipped[at] ?? 0) ^ (1 << below(8, random));
    return flipped;
  },
  drop: (bytes, random) => {
    const at = below(bytes.length, random);
    return without(bytes, at, at + 1 + below(MAX_HITS, random));
  },
  "insert-flag": (bytes, random) => insert(bytes, 0x7e, random),
  "insert-escape": (bytes, random) => insert(bytes, 0x7d, random),
  "mid-frame": (bytes, random) => bytes.slice(1 + below(bytes.length - 1, random)),
};

/**
 * Messages whose raw telegrams suffer faults: bytes change, a telegram starts in its middle, the meter changes to the other
 * profile in the middle of a telegram and stays there, or is silent for a minute. The same seed gives the same faults.
 * Messages that hold no telegram go through as they are.
 */
export function* faulty(messages: Iterable<RecordedMessage>, options: FaultOptions): Generator<RecordedMessage> {
  const random = randomOf(hash(options.seed, "faults"));
  let isOtherProfile = false;
  let silentUntilMs = Number.NEGATIVE_INFINITY;
  for (const message of messages) {
    const other = otherProfile(message.payload);
    if (other === undefined) {
      yield message;
      continue;
    }
    const [kept, changed] = isOtherProfile ? [other, message.payload] : [message.payload, other];
    const fault = random() < options.rate ? options.kinds[below(options.kinds.length, random)] : undefined;
    if (fault === "silence") silentUntilMs = Math.max(silentUntilMs, message.atMs + SILENCE_MS);
    if (message.atMs < silentUntilMs) continue;
    if (fault === "profile-switch") {
      isOtherProfile = !isOtherProfile;
      yield { ...message, payload: joined(kept.slice(0, below(kept.length, random)), changed) };
    } else {
      yield {
        ...message,
        payload: fault === undefined || fault === "silence" ? kept : BYTE_FAULTS[fault](kept, random),
      };
    }
  }
}

/** The same telegram as the meter's other profile would send it; absent when the bytes are not one good telegram. */
export function otherProfile(bytes: Uint8Array): Uint8Array | undefined {
  const stream = new TelegramStream();
  const [event] = [...stream.push(bytes), ...stream.end()];
  if (event?.ok !== true || event.offset !== 0) return undefined;
  const options = { meterClock: event.meterClock ?? "2000-01-01T00:00:00" };
  return event.format === "p1-ascii" ? encodeHdlc(event.values, options) : encodeP1(event.values, options);
}

function places(bytes: Uint8Array, random: Random): readonly number[] {
  return Array.from({ length: 1 + below(MAX_HITS, random) }, () => below(bytes.length, random));
}

function insert(bytes: Uint8Array, byte: number, random: Random): Uint8Array {
  const at = below(bytes.length, random);
  return joined(bytes.slice(0, at), Uint8Array.of(byte), bytes.slice(at));
}

function without(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return joined(bytes.slice(0, from), bytes.slice(to));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
