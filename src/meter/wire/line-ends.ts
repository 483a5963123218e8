import type { ByteWindow } from "./byte-window.ts";

const [LF, CR] = [0x0a, 0x0d];

/** Returns whether a byte ends a line: CR or LF. */
export function isLineEnd(byte: number | undefined): boolean {
  return byte === CR || byte === LF;
}

/**
 * Finds line ends in a stream. Remembers where there is none, so that questions about places in ascending order look at each
 * byte once.
 */
export class LineEnds {
  readonly #window: ByteWindow;
  /** No line ends from `#from` (included) to `#to` (excluded). */
  #from = 0;
  #to = 0;

  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** Place of the first line end from `from` (included) to `to` (excluded); `no` when there is none, `more` when bytes are missing. */
  between(from: number, to: number): number | "no" | "more" {
    if (from < this.#from || from > this.#to) [this.#from, this.#to] = [from, from];
    for (; this.#to < to; this.#to++) {
      const byte = this.#window.at(this.#to);
      if (byte === undefined) return "more";
      if (isLineEnd(byte)) return this.#to;
    }
    return "no";
  }
}
