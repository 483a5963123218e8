import type { ByteWindow } from "./byte-window.ts";
import { HDLC_FLAG, hdlcFrameAt, hdlcHeaderAt } from "./hdlc-frame.ts";
import { isLineEnd, LineEnds } from "./line-ends.ts";
import { identificationEnd, MAX_P1_BYTES } from "./p1-telegram.ts";
import type { StreamPhase } from "./telegram.ts";

/** End of an ASCII telegram, and its place. */
export interface P1End {
  /** A line that begins with `!`; another telegram, which cuts it off; or nothing within the longest telegram. */
  readonly kind: "bang" | "cut" | "none";
  readonly at: number;
}

const [SLASH, BANG, COLON] = [0x2f, 0x21, 0x3a];
const OBJECT_START = /[\r\n]\d{1,3}-\d{1,3}$/;
const OBJECT_START_BYTES = 8;

/**
 * Finds the ends of ASCII telegrams. What ends the telegram that starts here also ends each one that starts between here
 * and there: so each byte is looked at once, however many telegrams seem to start.
 */
export class P1Ends {
  readonly #window: ByteWindow;
  readonly #lineEnds: LineEnds;
  readonly #findsFrames: boolean;
  /** Everything before it was looked at. */
  #searchedTo = 0;
  #found: P1End | undefined;
  /** Places of identifications within lines, in order, and the last place at which an object's code was seen. */
  #identifications: number[] = [];
  #objectAt = 0;
  /** Places of flags that open frames, by the place behind the frame. */
  readonly #frames = new Map<number, number[]>();

  /** @param findsFrames whether a frame that is whole cuts off the telegram around it */
  constructor(window: ByteWindow, findsFrames: boolean) {
    this.#window = window;
    this.#lineEnds = new LineEnds(window);
    this.#findsFrames = findsFrames;
  }

  /** The end of the telegram that starts at `start`, absent when more bytes are needed. Call it in order of starts. */
  after(start: number, phase: StreamPhase): P1End | undefined {
    if (this.#found && this.#found.at > start) return this.#found;
    this.#found = undefined;
    if (this.#searchedTo <= start) this.#beginAt(start + 1);
    const limit = start + MAX_P1_BYTES;
    while (this.#searchedTo < limit) {
      const seen = this.#lookAt(this.#searchedTo);
      if (seen === "more" && phase !== "ended") return undefined;
      if (this.#searchedTo >= this.#window.end) break;
      this.#searchedTo += 1;
      if (typeof seen === "object") {
        this.#found = seen;
        return seen;
      }
    }
    return { kind: "none", at: this.#searchedTo };
  }

  /** The first identification between two places that the last {@link after} has looked at. */
  identificationBetween(from: number, to: number): number | undefined {
    while ((this.#identifications[0] ?? to) <= from) this.#identifications.shift();
    const [first = to] = this.#identifications;
    return first < to ? first : undefined;
  }

  /** Returns whether {@link after} has seen an object's code behind a place: noise and other texts have none. */
  hasObjectAfter(place: number): boolean {
    return this.#objectAt > place;
  }

  #beginAt(place: number): void {
    this.#searchedTo = place;
    this.#identifications = [];
    this.#frames.clear();
  }

  #lookAt(at: number): P1End | "more" | undefined {
    const byte = this.#window.at(at);
    if (byte === undefined) return "more";
    const frameAt = this.#frameBefore(at + 1);
    if (frameAt !== undefined) return { kind: "cut", at: frameAt };
    if (byte === HDLC_FLAG && this.#findsFrames) return this.#noteFrame(at);
    if (byte === SLASH) return this.#noteIdentification(at);
    if (byte === BANG && this.#startsLine(at)) return { kind: "bang", at };
    if (byte === COLON && OBJECT_START.test(this.#window.text(at - OBJECT_START_BYTES, at))) this.#objectAt = at;
    return undefined;
  }

  /** Place at which the frame opened that is whole with the byte before a place; absent when none is. */
  #frameBefore(end: number): number | undefined {
    const flags = this.#frames.get(end);
    this.#frames.delete(end);
    return flags?.find((flag) => hdlcFrameAt(this.#window, flag, "message-end").kind === "frame");
  }

  #noteFrame(at: number): "more" | undefined {
    const header = hdlcHeaderAt(this.#window, at);
    if (header.kind === "more") return "more";
    if (header.kind !== "header") return undefined;
    this.#frames.set(header.end, [...(this.#frames.get(header.end) ?? []), at]);
    return undefined;
  }

  #noteIdentification(at: number): P1End | "more" | undefined {
    const end = identificationEnd(this.#window, this.#lineEnds, at);
    if (end === "more") return "more";
    if (end === "no") return undefined;
    if (this.#startsLine(at)) return { kind: "cut", at };
    this.#identifications.push(at);
    return undefined;
  }

  #startsLine(at: number): boolean {
    return isLineEnd(this.#window.at(at - 1));
  }
}
