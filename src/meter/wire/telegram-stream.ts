import { joinedBytes } from "../bytes.ts";
import { readNotification } from "./dlms-notification.ts";
import { HDLC_FLAG, type HdlcFrame, hdlcFrameAt } from "./hdlc-frame.ts";
import { readP1Objects } from "./p1-objects.ts";
import { identAt, identFound, type P1Telegram, p1TelegramAt } from "./p1-telegram.ts";
import {
  type Found,
  NOTHING,
  type Refusal,
  refused,
  type StreamPhase,
  TELEGRAM_FORMATS,
  type TelegramContent,
  type TelegramFormat,
} from "./telegram.ts";

/** A telegram that was found in a stream, or one that had to be refused. */
export type TelegramEvent = {
  /** Where it starts, in bytes from the start of the stream. */
  readonly offset: number;
  /** Its bytes as they came; the join of several segments has what stands between them too. */
  readonly raw: Uint8Array;
  readonly format: TelegramFormat;
} & (({ readonly ok: true } & TelegramContent) | ({ readonly ok: false } & Refusal));

/** What a stream may hold. */
export interface TelegramStreamOptions {
  /** The grammars to look for; both when absent. */
  readonly formats?: readonly TelegramFormat[];
  /** Accept ASCII telegrams that end in `!` without a checksum; default false. */
  readonly allowNoCrc?: boolean;
}

const SLASH = 0x2f;
const BANG = 0x21;
const LINE_ENDS: ReadonlySet<number | undefined> = new Set([0x0d, 0x0a]);
const MAX_SEGMENTED_BYTES = 16_384;

/** Frames of one telegram that came so far. */
interface Segments {
  readonly start: number;
  readonly frames: readonly HdlcFrame[];
}

/** An ASCII telegram whose end has not come yet, with the search for it. */
interface OpenP1 {
  readonly start: number;
  /** Everything before this index was looked at. */
  searchedTo: number;
  /** Where frames might open inside it: when one of them is whole, the ASCII telegram was cut off. */
  flags: number[];
}

/**
 * Finds telegrams of both grammars in a stream of bytes that is fed in any pieces; good ones are found between garbage.
 * After something refused the search goes on one byte after its start. What is found, and what is refused, does not depend
 * on the pieces. Holds at most one telegram's length of bytes between two calls.
 */
export class TelegramStream {
  readonly #formats: ReadonlySet<TelegramFormat>;
  readonly #allowNoCrc: boolean;
  #bytes: Uint8Array = new Uint8Array();
  /** Offset in the stream of the first byte held. */
  #offset = 0;
  /** Where the search goes on, an index in the bytes held. */
  #at = 0;
  #until = 0;
  #open: OpenP1 | undefined;
  #segments: Segments | undefined;

  constructor(options: TelegramStreamOptions = {}) {
    this.#formats = new Set(options.formats ?? TELEGRAM_FORMATS);
    this.#allowNoCrc = options.allowNoCrc ?? false;
  }

  /** Whether a telegram has begun and not ended. */
  get isPending(): boolean {
    return this.#bytes.length > 0;
  }

  /** Takes the next bytes and gives what is now decided. */
  push(bytes: Uint8Array): TelegramEvent[] {
    this.#bytes = joinedBytes([this.#bytes, bytes]);
    return this.#search("open");
  }

  /** Gives what needs no more bytes, if nothing follows: an MQTT message ended here, though a telegram may go on in the next. */
  settle(): TelegramEvent[] {
    return this.#search("settled");
  }

  /** Gives what is left at the end of the stream, where telegrams that have begun are refused as cut off. */
  end(): TelegramEvent[] {
    const events = this.#search("ended");
    if (this.#segments !== undefined) events.push(this.#cutSegments(this.#segments));
    this.#segments = undefined;
    this.#forget(this.#bytes.length);
    return events;
  }

  #search(phase: StreamPhase): TelegramEvent[] {
    const events: TelegramEvent[] = [];
    if (phase === "open" && this.#bytes.length < this.#until) return events;
    this.#until = 0;
    while (this.#at < this.#bytes.length) {
      const found = this.#lookAt(this.#at, phase);
      if (found.kind === "more" && phase !== "ended") {
        this.#until = found.until;
        break;
      }
      this.#take(found, events);
    }
    this.#forget(this.#segments?.start ?? this.#at);
    return events;
  }

  #lookAt(at: number, phase: StreamPhase): Found | HdlcFrame | P1Telegram {
    const byte = this.#bytes[at];
    if (byte === HDLC_FLAG && this.#formats.has("dlms-hdlc")) return hdlcFrameAt(this.#bytes, at, phase);
    if (byte !== SLASH || !this.#formats.has("p1-ascii")) return NOTHING;
    const ident = identAt(this.#bytes, at);
    return ident === "yes" ? this.#openP1(at, phase) : identFound(ident, this.#bytes.length);
  }

  #take(found: Found | HdlcFrame | P1Telegram, events: TelegramEvent[]): void {
    const start = this.#at;
    // Anything but a flag between two segments means that one of them may be missing.
    if (this.#segments && found.kind !== "frame" && this.#bytes[start] !== HDLC_FLAG) {
      events.push(this.#cutSegments(this.#segments));
      this.#segments = undefined;
    }
    this.#open = undefined;
    this.#at = start + 1;
    if (found.kind === "refused") {
      const format = this.#bytes[start] === SLASH ? "p1-ascii" : "dlms-hdlc";
      events.push(this.#event(start, found.end, format, { ok: false, ...found.refusal }));
    } else if (found.kind === "telegram") {
      const content = readP1Objects(String.fromCharCode(...found.text));
      events.push(this.#event(start, found.end, "p1-ascii", { ok: true, ...content }));
      this.#at = found.end;
    } else if (found.kind === "frame") {
      this.#takeFrame(found, events);
      this.#at = found.next;
    }
  }

  #takeFrame(frame: HdlcFrame, events: TelegramEvent[]): void {
    const before = this.#segments;
    const segments = { start: before?.start ?? frame.start, frames: [...(before?.frames ?? []), frame] };
    this.#segments = undefined;
    const isTooLong = frame.end - segments.start > MAX_SEGMENTED_BYTES;
    if (isTooLong) events.push(this.#cutSegments(segments));
    else if (frame.isSegment) this.#segments = segments;
    else {
      const information = joinedBytes(segments.frames.map((part) => part.information));
      const result = readNotification(information, segments.frames[0]?.address.at(-1) ?? 0);
      const outcome = result.ok ? { ok: true as const, ...result.content } : result;
      events.push(this.#event(segments.start, frame.end, "dlms-hdlc", outcome));
    }
  }

  #cutSegments(segments: Segments): TelegramEvent {
    const end = segments.frames.at(-1)?.end ?? segments.start;
    return this.#event(segments.start, end, "dlms-hdlc", refused("TRUNCATED", "a later segment did not come"));
  }

  /** An ASCII telegram: to its end, or to where another one or a whole frame proves that it was cut off. */
  #openP1(start: number, phase: StreamPhase): Found | P1Telegram {
    this.#open ??= { start, searchedTo: start + 1, flags: [] };
    const open = this.#open;
    for (; open.searchedTo < this.#bytes.length; open.searchedTo++) {
      const at = open.searchedTo;
      const startsLine = LINE_ENDS.has(this.#bytes[at - 1]);
      const frameAt = this.#frameEndedBy(open, at);
      if (frameAt !== undefined) return cutOff(frameAt);
      if (startsLine && this.#bytes[at] === BANG) return this.#closedP1(start, at, phase);
      if (startsLine && this.#bytes[at] === SLASH) {
        const ident = identAt(this.#bytes, at);
        if (ident === "yes") return cutOff(at);
        if (ident === "more" && phase !== "ended") return { kind: "more", until: this.#bytes.length + 1 };
      }
    }
    return p1TelegramAt(this.#bytes, start, -1, phase, this.#allowNoCrc);
  }

  /** An ASCII telegram with its `!`. Where no checksum proves it, another one inside (even within a line) means a cut. */
  #closedP1(start: number, bangAt: number, phase: StreamPhase): Found | P1Telegram {
    const found = p1TelegramAt(this.#bytes, start, bangAt, phase, this.#allowNoCrc);
    if (found.kind === "more" || (found.kind === "telegram" && found.hasCrc)) return found;
    for (let at = start + 1; at < bangAt; at++) if (identAt(this.#bytes, at) === "yes") return cutOff(at);
    return found;
  }

  /** Where the frame opened that is whole with the byte at `at`, inside an ASCII telegram; absent when none is. */
  #frameEndedBy(open: OpenP1, at: number): number | undefined {
    if (!this.#formats.has("dlms-hdlc")) return undefined;
    if (this.#bytes[at] === HDLC_FLAG) open.flags.push(at);
    let whole: number | undefined;
    open.flags = open.flags.filter((flag) => {
      const found = hdlcFrameAt(this.#bytes.subarray(0, at + 1), flag, "settled");
      if (found.kind === "frame") whole ??= flag;
      return found.kind === "more";
    });
    return whole;
  }

  #event(
    start: number,
    end: number,
    format: TelegramFormat,
    outcome: ({ readonly ok: true } & TelegramContent) | ({ readonly ok: false } & Refusal),
  ): TelegramEvent {
    return { offset: this.#offset + start, raw: this.#bytes.slice(start, end), format, ...outcome };
  }

  #forget(count: number): void {
    if (count === 0) return;
    this.#bytes = this.#bytes.slice(count);
    this.#offset += count;
    this.#at -= count;
    this.#until = Math.max(0, this.#until - count);
    if (this.#segments) this.#segments = shifted(this.#segments, count);
    if (this.#open) {
      const { start, searchedTo, flags } = this.#open;
      this.#open = {
        start: start - count,
        searchedTo: searchedTo - count,
        flags: flags.map((flag) => flag - count),
      };
    }
  }
}

function cutOff(at: number): Found {
  return { kind: "refused", end: at, refusal: refused("TRUNCATED", "the telegram was cut off by another one") };
}

function shifted({ start, frames }: Segments, count: number): Segments {
  return {
    start: start - count,
    frames: frames.map((frame) => ({ ...frame, start: frame.start - count, end: frame.end - count })),
  };
}
