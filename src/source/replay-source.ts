import { WattframeError } from "../errors.ts";
import type { Message } from "../meter/message.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import type { Source, SourceEvents } from "./source.ts";

const SLICE = 1000; // messages between two turns of the event loop: a week in one turn would let no signal through

/** A recording that is fed in. */
export interface ReplaySource extends Source {
  /**
   * Resolves when the last message was passed on or the source was stopped; rejects with what reading the recording threw
   * (`RECORDING_INVALID`, `FILE_READ`).
   */
  readonly finished: Promise<void>;
}

/**
 * The messages of a recording as they arrive again: at the times that they carry, on both clocks, in their order. The
 * monotonic clock stands still where the recording's times go back, as they do when its machine's clock was put right.
 */
export function* replayedMessages(recording: Iterable<RecordedMessage>): Generator<Message> {
  let monoMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, topic, payload, qos, kept } of recording) {
    monoMs = Math.max(monoMs, atMs);
    yield { topic, payload, qos, retained: kept === true, at: { wallMs: atMs, monoMs, clockSet: true } };
  }
}

/**
 * Feeds a recording straight in, as fast as it is taken, with its own times; the source is connected as of the first
 * message. It begins by itself, after this call. Publishing is refused: past time never goes out over MQTT.
 */
export function replaySource(recording: Iterable<RecordedMessage>, events: SourceEvents): ReplaySource {
  let stopped = false;
  const feed = async (): Promise<void> => {
    let count = 0;
    for (const message of replayedMessages(recording)) {
      if (count % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
      if (stopped) return;
      if (count === 0) events.state({ kind: "connected", since: message.at });
      events.message(message);
      count += 1;
    }
  };
  const finished = feed();
  finished.catch(() => {}); // who awaits `finished` gets the error; without a handler it would end the process
  return {
    finished,
    publish: () => Promise.reject(new WattframeError("BROKER_UNREACHABLE", "a recording takes no messages")),
    stop: () => {
      stopped = true;
      return finished.catch(() => {});
    },
  };
}
