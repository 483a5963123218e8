import type { Log } from "../log.ts";
import { joinedBytes } from "../meter/bytes.ts";
import { RAW_TOPIC } from "../meter/wire/raw-telegrams.ts";
import { ThrottledLog } from "../throttled-log.ts";
import type { LinkEnd } from "./link-state.ts";
import { onlyReads } from "./only-reads.ts";
import type { ReconnectPace } from "./reconnect-pace.ts";
import { type Attempt, type AttemptEvents, Reconnection } from "./reconnection.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";

/** Events of one connection to a line. */
export interface LineEvents extends AttemptEvents {
  /** Bytes came; they may be overwritten after the call. */
  data(bytes: Uint8Array): void;
}

/** Line on which a meter's own bytes come. */
export interface Line {
  readonly end: LinkEnd;
  /** Path or address, for the log. */
  readonly place: string;
  /** Remedy where it is open and nothing comes. */
  readonly silenceHint: string;
  readonly open: (events: LineEvents) => Attempt;
}

/** Times of a line, milliseconds. */
export interface LinePace extends ReconnectPace {
  /** Pause after which the bytes before it are handed on: longer than the gaps within a telegram. */
  readonly quietMs: number;
  /** Silence of an open line that is logged. */
  readonly silenceMs: number;
}

/** Usual times: soon again, for somebody is plugging in the cable. */
export const LINE_PACE: LinePace = {
  firstMs: 1_000,
  capMs: 15_000,
  refusedMs: 30_000,
  stableMs: 10_000,
  quietMs: 100,
  silenceMs: 60_000,
};

/** Bytes that are held at most until a pause comes; what is cut here is joined by the decoder. */
const MAX_HELD_BYTES = 4_096;

/**
 * Source of a meter's own bytes: what comes between two pauses is one message on `<prefix>/raw`, with the time of its last
 * byte. It reconnects without limit.
 */
export function lineSource(
  { end, place, silenceHint, open }: Line,
  prefix: string,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  pace: LinePace = LINE_PACE,
): Source {
  const throttled = new ThrottledLog(log);
  const batch = new Batch(pace.quietMs, (payload) => {
    const message = { topic: `${prefix}/${RAW_TOPIC}`, payload, retained: false, qos: 0, at: clock() } as const;
    reconnection.guard(() => events.message(message));
  });
  const silence = new Silence(pace.silenceMs, () => {
    const message = `nothing comes from the ${end}`;
    const facts = { [end]: place, silentForS: pace.silenceMs / 1_000, hint: silenceHint };
    throttled.log({ kind: message, about: place, facts, message }, clock().monoMs);
  });
  const reconnection = new Reconnection({
    end,
    place,
    attempt: (ours) =>
      open({
        arrived: () => {
          silence.begin();
          ours.arrived();
        },
        data: (bytes) => {
          silence.begin();
          batch.add(bytes);
        },
        failed: (failure) => {
          silence.end();
          batch.flush();
          ours.failed(failure);
        },
      }),
    onState: (state) => events.state(state),
    clock,
    log,
    pace,
  });
  reconnection.start();
  return onlyReads(place, async () => {
    silence.end();
    batch.drop();
    await reconnection.stop();
  });
}

/** Bytes since the last pause. */
class Batch {
  readonly #quietMs: number;
  readonly #onWhole: (bytes: Uint8Array) => void;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(quietMs: number, onWhole: (bytes: Uint8Array) => void) {
    this.#quietMs = quietMs;
    this.#onWhole = onWhole;
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MAX_HELD_BYTES) {
      const piece = bytes.slice(at, at + MAX_HELD_BYTES);
      if (this.#bytes + piece.length > MAX_HELD_BYTES) this.flush();
      this.#pieces.push(piece);
      this.#bytes += piece.length;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#quietMs);
  }

  flush(): void {
    const pieces = this.#pieces;
    this.drop();
    if (pieces.length > 0) this.#onWhole(joinedBytes(pieces));
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#pieces = [];
    this.#bytes = 0;
  }
}

/** Calls back when nothing has come for long. */
class Silence {
  readonly #ms: number;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, onSilence: () => void) {
    this.#ms = ms;
    this.#onSilence = onSilence;
  }

  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.end();
      this.#onSilence();
    }, this.#ms);
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
