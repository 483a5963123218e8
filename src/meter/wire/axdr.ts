/** One datum of A-XDR. Integers are numbers (64-bit ones too when they are exact, else bigint), texts are bytes. */
export type Axdr =
  | { readonly kind: "null" }
  /** A boolean, BCD digits, a float, a date or a time: no quantity is sent as one of these. */
  | { readonly kind: "other" }
  | { readonly kind: "list"; readonly items: readonly Axdr[] }
  | { readonly kind: "integer"; readonly value: number | bigint }
  | { readonly kind: "enum"; readonly value: number }
  /** Octet-string, visible-string, UTF-8 string or date-time; `at` is where its bytes start in what was parsed. */
  | { readonly kind: "octets"; readonly bytes: Uint8Array; readonly at: number };

/**
 * Bytes that are not A-XDR, or use a tag of the standard that is not read here (`supported` is false then). Not a
 * `WattframeError`: it never leaves this folder, and who catches it makes a refusal with a code out of it.
 */
export class AxdrError extends Error {
  readonly supported: boolean;
  constructor(reason: string, supported = true) {
    super(reason);
    this.supported = supported;
  }
}

/** Lists nested deeper than any meter's: malformed, whatever list it is. */
export class NestingError extends AxdrError {
  constructor() {
    super(`lists are nested more than ${MAX_DEPTH} deep`);
  }
}

const MAX_DEPTH = 8; // the deepest list of any meter has 3 levels; a guard against hostile nesting

const INTEGERS: ReadonlyMap<number, { readonly size: 1 | 2 | 4 | 8; readonly signed: boolean }> = new Map([
  [0x05, { size: 4, signed: true }],
  [0x06, { size: 4, signed: false }],
  [0x0f, { size: 1, signed: true }],
  [0x10, { size: 2, signed: true }],
  [0x11, { size: 1, signed: false }],
  [0x12, { size: 2, signed: false }],
  [0x14, { size: 8, signed: true }],
  [0x15, { size: 8, signed: false }],
]);

/** Types of fixed length that hold no quantity: boolean, BCD, float32, float64, date, time. */
const OTHERS: ReadonlyMap<number, number> = new Map([
  [0x03, 1],
  [0x0d, 1],
  [0x17, 4],
  [0x18, 8],
  [0x1a, 5],
  [0x1b, 4],
]);

const LISTS: ReadonlySet<number> = new Set([0x01, 0x02]); // array, structure
const TEXTS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c]); // octet-string, visible-string, utf8-string

/** Reads A-XDR data one after the other; big-endian throughout. @source IEC 62056-6-2 clause 4.1.5, IEC 62056-5-3 annex A */
export class AxdrReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
  }

  /** Place of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Returns whether everything was read. */
  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A reader of the same bytes from another place on. */
  after(from: number): AxdrReader {
    return new AxdrReader(this.#bytes, from);
  }

  /** Returns whether a tag opens an array or a structure. */
  isList(tag: number): boolean {
    return LISTS.has(tag);
  }

  /** One byte as it is. @throws AxdrError at the end */
  byte(): number {
    return this.#bytes[this.#take(1)] ?? 0;
  }

  /** The next `length` bytes, not copied. @throws AxdrError when there are fewer */
  octets(length: number): Uint8Array {
    const from = this.#take(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** One datum with its tag. @throws AxdrError when the bytes are none */
  datum(depth = 0): Axdr {
    const tag = this.byte();
    const integer = INTEGERS.get(tag);
    if (integer !== undefined) return { kind: "integer", value: this.#integer(integer.size, integer.signed) };
    if (LISTS.has(tag)) return this.#list(depth);
    if (TEXTS.has(tag)) return this.#text(this.#length());
    if (tag === 0x19) return this.#text(12); // date-time
    if (tag === 0x16) return { kind: "enum", value: this.byte() };
    if (tag === 0x00) return { kind: "null" };
    const length = OTHERS.get(tag);
    if (length !== undefined) {
      this.#take(length);
      return { kind: "other" };
    }
    throw new AxdrError(`data type 0x${tag.toString(16).padStart(2, "0")} is not read`, false);
  }

  #list(depth: number): Axdr {
    const count = this.#length();
    if (depth >= MAX_DEPTH) throw new NestingError();
    const items: Axdr[] = [];
    for (let i = 0; i < count; i++) items.push(this.datum(depth + 1));
    return { kind: "list", items };
  }

  #text(length: number): Axdr {
    const at = this.#at;
    return { kind: "octets", bytes: this.octets(length), at };
  }

  #length(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    if (first === 0x81) return this.byte();
    if (first === 0x82) return this.byte() * 256 + this.byte();
    throw new AxdrError(`length of form 0x${first.toString(16)}`);
  }

  #integer(size: 1 | 2 | 4 | 8, signed: boolean): number | bigint {
    const from = this.#take(size);
    if (size === 1) return signed ? this.#view.getInt8(from) : this.#view.getUint8(from);
    if (size === 2) return signed ? this.#view.getInt16(from) : this.#view.getUint16(from);
    if (size === 4) return signed ? this.#view.getInt32(from) : this.#view.getUint32(from);
    const value = signed ? this.#view.getBigInt64(from) : this.#view.getBigUint64(from);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #take(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new AxdrError("the data end too early");
    this.#at = from + length;
    return from;
  }
}
