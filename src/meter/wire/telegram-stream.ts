import { latin1Of } from "../bytes.ts";
import { ByteWindow } from "./byte-window.ts";
import { opensSealed } from "./ciphered-apdu.ts";
import { readNotification } from "./dlms-notification.ts";
import { HDLC_FLAG, hdlcFrameAt } from "./hdlc-frame.ts";
import { LineEnds } from "./line-ends.ts";
import type { LinkFrame } from "./link-frame.ts";
import { MBUS_START, mbusFrameAt } from "./mbus-frame.ts";
import { P1Ends } from "./p1-end.ts";
import { readP1Objects } from "./p1-objects.ts";
import { identificationEnd, type P1Telegram, p1TelegramAt, withLineEndsRestored, withoutProof } from "./p1-telegram.ts";
import { type SealedP1, sealedP1At } from "./sealed-p1.ts";
import {
  type Check,
  type Found,
  NOTHING,
  refused,
  type StreamPhase,
  TELEGRAM_FORMATS,
  type TelegramContent,
  type TelegramFormat,
  type TelegramResult,
} from "./telegram.ts";
import { type Assembled, TelegramAssembly } from "./telegram-assembly.ts";
import type { Outcome, TelegramEvent } from "./telegram-event.ts";
import { Unsealer } from "./unsealer.ts";
import type { WireOptions } from "./wire-format.ts";

/** Settings of a stream. */
export interface TelegramStreamOptions extends Pick<WireOptions, "allowNoCrc" | "decrypt" | "country" | "timeZone"> {
  /** The grammars to look for; all of them when absent. */
  readonly formats?: readonly TelegramFormat[];
}

const SLASH = 0x2f;
/** No telegram with a value is shorter, so two that are refused start at least so far from each other. */
const MIN_TELEGRAM_BYTES = 32;

/** The format of telegrams in frames of a line protocol, and what its checks are. */
const OF_LINK = {
  hdlc: { format: "dlms-hdlc", check: "fcs" },
  mbus: { format: "dlms-mbus", check: "sum" },
} as const satisfies Record<LinkFrame["link"], { format: TelegramFormat; check: Check }>;

/** The format of what is refused, by its first byte. */
const FORMAT_BY_START: ReadonlyMap<number | undefined, TelegramFormat> = new Map([
  [HDLC_FLAG, "dlms-hdlc"],
  [MBUS_START, "dlms-mbus"],
]);

/** What may be found at one place. */
type FoundHere = Found | LinkFrame | P1Telegram | SealedP1;

/**
 * Finds telegrams of all grammars in a stream of bytes that is fed in any pieces; good ones are found between garbage.
 * After something refused the search continues one byte after its start; what is refused inside it, or too near to its
 * start to be another telegram, is not reported. What
 * is found, and what is refused, does not depend on the pieces. Holds at most one telegram's length of bytes between two calls.
 *
 * The work is proportional to the bytes: each place is looked at once for a start, whatever starts there looks
 * at a bounded number of bytes ahead, the ends of ASCII telegrams are searched for once ({@link P1Ends}), and a checksum
 * takes the same few steps whatever its length ({@link ByteWindow}).
 */
export class TelegramStream {
  readonly #formats: ReadonlySet<TelegramFormat>;
  readonly #allowNoCrc: boolean;
  readonly #circumstances: Pick<TelegramStreamOptions, "country" | "timeZone">;
  readonly #unsealer: Unsealer;
  readonly #window = new ByteWindow();
  readonly #lineEnds = new LineEnds(this.#window);
  readonly #ends: P1Ends;
  /** Place at which the search continues. */
  #at = 0;
  /** Number of bytes before which nothing more can be decided. */
  #until = 0;
  /** Everything before this place was reported, found or refused. */
  #reportedTo = 0;
  /** Start of the last telegram that was refused. */
  #refusedAt = -MIN_TELEGRAM_BYTES;
  /** The last `!` before which line ends were restored, to see whether its checksum holds then. */
  #restoredAt = -1;
  /** End of the last encrypted telegram without a frame that did not open: others are not looked for inside it. */
  #sealedTo = 0;
  readonly #assembly = new TelegramAssembly();

  constructor(options: TelegramStreamOptions = {}) {
    this.#formats = new Set(options.formats ?? TELEGRAM_FORMATS);
    this.#allowNoCrc = options.allowNoCrc ?? false;
    const { country, timeZone } = options;
    this.#circumstances = { ...(country !== undefined && { country }), ...(timeZone !== undefined && { timeZone }) };
    this.#unsealer = new Unsealer(options.decrypt);
    this.#ends = new P1Ends(this.#window, this.#formats.has("dlms-hdlc"));
  }

  /** Number of bytes held because a telegram has begun and not ended. */
  get pendingBytes(): number {
    return this.#window.end - this.#window.start;
  }

  /** Number of bytes looked at so far, each as often as it was. */
  get steps(): number {
    return this.#window.steps;
  }

  /** Appends the next bytes and returns what is now decided. */
  push(bytes: Uint8Array): TelegramEvent[] {
    this.#window.append(bytes);
    return this.#search("open");
  }

  /** Returns what needs no more bytes, if nothing follows: an MQTT message ended here, though a telegram may continue in the next. */
  endOfMessage(): TelegramEvent[] {
    return this.#search("message-end");
  }

  /** Returns what is left at the end of the stream; telegrams that have begun are refused as cut off. */
  end(): TelegramEvent[] {
    const events = this.#search("ended");
    this.#reportAssembled(this.#assembly.cut(), events);
    this.#window.forgetBefore(this.#window.end);
    return events;
  }

  #search(phase: StreamPhase): TelegramEvent[] {
    const events: TelegramEvent[] = [];
    if (phase === "open" && this.#window.end < this.#until) return events;
    this.#until = 0;
    while (this.#at < this.#window.end) {
      const found = this.#lookAt(this.#at, phase);
      if (found.kind === "more" && phase !== "ended") {
        this.#until = found.until;
        break;
      }
      this.#take(found, events);
    }
    this.#window.forgetBefore(this.#assembly.start ?? this.#at);
    return events;
  }

  #lookAt(at: number, phase: StreamPhase): FoundHere {
    const byte = this.#window.at(at);
    if (byte === MBUS_START && this.#formats.has("dlms-mbus")) return mbusFrameAt(this.#window, at, phase);
    if (byte === HDLC_FLAG && this.#formats.has("dlms-hdlc")) return hdlcFrameAt(this.#window, at, phase);
    if (!this.#formats.has("p1-ascii")) return NOTHING;
    if (byte === SLASH) return this.#p1At(at, phase);
    const mayBeSealed = this.#unsealer.hasKey && at >= this.#sealedTo && opensSealed(byte);
    return mayBeSealed ? sealedP1At(this.#window, at, phase) : NOTHING;
  }

  /** An ASCII telegram: to its end, or to where another one or a whole frame proves that it was cut off. */
  #p1At(start: number, phase: StreamPhase): Found | P1Telegram {
    const more: Found = { kind: "more", until: this.#window.end + 1 };
    const identified = identificationEnd(this.#window, this.#lineEnds, start);
    if (identified === "no") return NOTHING;
    if (identified === "more") return more;
    const end = this.#ends.after(start, phase);
    if (end === undefined) return more;
    if (end.kind === "bang") return this.#closedP1(start, identified, end.at, phase);
    if (!this.#ends.hasObjectAfter(start)) return NOTHING;
    return end.kind === "cut" ? cutOff(end.at) : truncated(end.at, "the telegram has no end");
  }

  /** An ASCII telegram with its `!`. Where no checksum proves it, another one inside (even within a line) means a cut. */
  #closedP1(start: number, identified: number, bangAt: number, phase: StreamPhase): Found | P1Telegram {
    const found = p1TelegramAt(this.#window, start, bangAt, phase, this.#allowNoCrc);
    if (found.kind !== "unproven") return found;
    if (!this.#ends.hasObjectAfter(start)) return NOTHING;
    const cutAt = this.#ends.identificationBetween(identified, bangAt);
    if (cutAt !== undefined) return cutOff(cutAt);
    // Only for the first of several starts in one line: it takes a look at every byte.
    const restored = this.#restoredAt === bangAt ? undefined : withLineEndsRestored(this.#window, start, found);
    this.#restoredAt = bangAt;
    return restored ?? withoutProof(this.#window, start, found, this.#allowNoCrc);
  }

  #take(found: FoundHere, events: TelegramEvent[]): void {
    const start = this.#at;
    // Anything but a flag between two segments means that one of them may be missing.
    const isOpen = this.#assembly.start !== undefined && found.kind !== "frame";
    if (isOpen && this.#window.at(start) !== HDLC_FLAG) this.#reportAssembled(this.#assembly.cut(), events);
    this.#at = start + 1;
    if (found.kind === "refused") {
      const format = FORMAT_BY_START.get(this.#window.at(start)) ?? "p1-ascii";
      // What is refused inside something refused is not reported as another telegram.
      const isOfItsOwn = found.end > this.#reportedTo && start >= this.#refusedAt + MIN_TELEGRAM_BYTES;
      if (isOfItsOwn) this.#report(start, found.end, format, found.refusal(), events);
      if (isOfItsOwn) this.#refusedAt = start;
    } else if (found.kind === "telegram") {
      const { end, text, check, hasOtherLineEnds } = found;
      const content = readP1Objects(text, this.#circumstances.timeZone);
      const said = { ok: true as const, ...content, check, ...(hasOtherLineEnds && { hasOtherLineEnds }) };
      const outcome = isEmpty(content) ? refused("UNSUPPORTED", "the telegram has no object") : said;
      this.#report(start, end, "p1-ascii", outcome, events);
      this.#at = end;
    } else if (found.kind === "frame") {
      this.#reportAssembled(this.#assembly.add(found), events);
      this.#at = found.next;
    } else if (found.kind === "sealed") {
      const outcome = this.#unsealed(found.apdu, (plain) => this.#readPlainP1(plain), "none");
      this.#report(start, found.end, "p1-ascii", outcome, events);
      if (outcome.ok) this.#at = found.end;
      else this.#sealedTo = found.end;
    }
  }

  #reportAssembled(assembled: readonly Assembled[], events: TelegramEvent[]): void {
    for (const { link, start, end, control, content } of assembled) {
      const { format, check } = OF_LINK[link];
      this.#report(start, end, format, this.#outcomeOf(content, control, check), events);
    }
  }

  #outcomeOf(content: Assembled["content"], control: number, check: Check): Outcome {
    if (!(content instanceof Uint8Array)) return content;
    this.#window.countSteps(content.length);
    const read = (apdu: Uint8Array, maker?: string) =>
      readNotification(apdu, { ...this.#circumstances, control, ...(maker !== undefined && { maker }) });
    if (opensSealed(content[0])) return this.#unsealed(content, read, check);
    const result = read(content);
    return result.ok ? { ok: true, ...result.content, check } : result;
  }

  #unsealed(apdu: Uint8Array, read: Parameters<Unsealer["read"]>[1], check: Check): Outcome {
    this.#window.countSteps(apdu.length);
    const result = this.#unsealer.read(apdu, read);
    if (!result.ok) return result;
    const { content, isReplayed } = result;
    return { ok: true, ...content, check: result.check ?? check, ...(isReplayed && { isReplayed }) };
  }

  /** Plain text of an encrypted telegram without a frame: one ASCII telegram with its checksum. */
  #readPlainP1(plain: Uint8Array): TelegramResult {
    const stream = new TelegramStream({ formats: ["p1-ascii"], allowNoCrc: this.#allowNoCrc });
    const [event] = latin1Of(plain.subarray(0, 1)) === "/" ? [...stream.push(plain), ...stream.end()] : [];
    this.#window.countSteps(stream.steps);
    if (event === undefined) return refused("UNSUPPORTED", "its plain text is no telegram");
    return event.ok ? { ok: true, content: event } : event;
  }

  #report(offset: number, end: number, format: TelegramFormat, outcome: Outcome, events: TelegramEvent[]): void {
    this.#reportedTo = Math.max(this.#reportedTo, end);
    events.push({ ...outcome, offset, raw: this.#window.view(offset, end), format });
  }
}

function cutOff(at: number): Found {
  return truncated(at, "the telegram was cut off by another one");
}

function truncated(end: number, why: string): Found {
  return { kind: "refused", end, refusal: () => refused("TRUNCATED", why) };
}

function isEmpty({ values, meterClock, unknown }: TelegramContent): boolean {
  return Object.keys(values).length === 0 && meterClock === undefined && unknown.length === 0;
}
