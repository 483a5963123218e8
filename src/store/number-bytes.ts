import { DamagedError } from "./sqlite-fault.ts";

/** Numbers on their way into a blob. Whole ones take as few bytes as they need, others four or eight. */
export class NumberWriter {
  #bytes = new Uint8Array(1_024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Adds a whole number of at least 0. */
  count(value: number): void {
    this.#reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** Adds any number, without loss. */
  value(value: number): void {
    this.#reserve(9);
    if (isSmallWhole(value)) {
      this.count(4 * (value < 0 ? -2 * value - 1 : 2 * value) + WHOLE);
    } else if (Object.is(Math.fround(value), value)) {
      this.count(SINGLE);
      this.#view.setFloat32(this.#length, value);
      this.#length += 4;
    } else {
      this.count(DOUBLE);
      this.#view.setFloat64(this.#length, value);
      this.#length += 8;
    }
  }

  /** Returns all that was added. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    [this.#bytes, this.#view] = [larger, new DataView(larger.buffer)];
  }
}

/** Numbers as {@link NumberWriter} wrote them, one after the other. */
export class NumberReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws DamagedError where the bytes end */
  count(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new DamagedError("a number ends too early");
      if (byte < 0x80) return value + byte * scale;
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
  }

  /** @throws DamagedError where the bytes end, or hold no number */
  value(): number {
    const head = this.count();
    const kind = head % 4;
    if (kind === WHOLE) {
      const folded = (head - kind) / 4;
      return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
    const size = kind === SINGLE ? 4 : 8;
    if (this.#at + size > this.#bytes.length) throw new DamagedError("a number ends too early");
    const value = kind === SINGLE ? this.#view.getFloat32(this.#at) : this.#view.getFloat64(this.#at);
    this.#at += size;
    return value;
  }
}

const WHOLE = 0;
const SINGLE = 1;
const DOUBLE = 2;
/** Larger ones would not fit a double once they are folded. */
const MAX_WHOLE = 2 ** 49;

function isSmallWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MAX_WHOLE && !Object.is(value, -0);
}
