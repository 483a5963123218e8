import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { type Box, inset } from "../draw/box.ts";
import type { Glyph } from "./letter.ts";

/** Letters of styles, drawn before: what a file of letters holds. */
export interface LetterTable {
  /** Names what the letters were made from; letters of something else are of no use. */
  readonly madeFrom: string;
  /** Letters by the key of their style, each style's by the letter. */
  readonly styles: ReadonlyMap<string, ReadonlyMap<string, Glyph>>;
  /** Kerning by the font that it was measured in. */
  readonly kernings: ReadonlyMap<string, Kerning>;
}

/** Kerning of one font. */
export interface Kerning {
  /** Letters each pair of which was measured. */
  readonly letters: string;
  /** Distances of the pairs that move, pixels at the size that kerning is measured at. */
  readonly pairs: Readonly<Record<string, number>>;
}

/** Part of the file: its name, where it begins after the index, how many bytes it has, and their CRC-32. */
type Part = readonly [name: string, from: number, bytes: number, checksum: number];

interface Index {
  readonly madeFrom: string;
  readonly styles: readonly Part[];
  readonly kernings: readonly Part[];
}

/*
 * The file: CRC-32 of the index, its length, the index as JSON, then the parts, each deflated. A style: the number of its
 * letters, six numbers for each (code point, advance, box of the ink), then the shares of every letter's pixels, of a box
 * that is one pixel larger than the ink on each side. Numbers are 32-bit, little-endian.
 */
const HEADER_BYTES = 8;
const NUMBER_BYTES = 4;
const NUMBERS = 6;

/** Packs letters into a file. */
export function packLetters({ madeFrom, styles, kernings }: LetterTable): Uint8Array {
  const packed: Uint8Array[] = [];
  let end = 0;
  const placed = (name: string, content: Uint8Array): Part => {
    const part = deflateSync(content);
    packed.push(part);
    end += part.length;
    return [name, end - part.length, part.length, crc32(part)];
  };
  const index: Index = {
    madeFrom,
    styles: Array.from(styles, ([key, letters]) => placed(key, styleBytes(letters))),
    kernings: Array.from(kernings, ([font, kerning]) => placed(font, Buffer.from(JSON.stringify(kerning)))),
  };
  const text = Buffer.from(JSON.stringify(index));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(crc32(text));
  header.writeUInt32LE(text.length, NUMBER_BYTES);
  return Buffer.concat([header, text, ...packed]);
}

function styleBytes(letters: ReadonlyMap<string, Glyph>): Uint8Array {
  const numbers = [letters.size];
  const shares: Uint8Array[] = [];
  for (const [letter, { advance, ink, coverage }] of letters) {
    const { x, y, width, height } = ink ?? { x: 0, y: 0, width: 0, height: 0 };
    numbers.push(letter.codePointAt(0) ?? 0, advance, x, y, width, height);
    if (coverage) shares.push(coverage.shares);
  }
  const head = Buffer.alloc(numbers.length * NUMBER_BYTES);
  for (const [i, number] of numbers.entries()) head.writeInt32LE(number, i * NUMBER_BYTES);
  return Buffer.concat([head, ...shares]);
}

/** Parts of an open file by their names, each read when it is asked for: most are of panels that are not here. */
class Parts<Content> {
  readonly #places: ReadonlyMap<string, Part>;
  readonly #read: (part: Part) => Buffer | undefined;
  readonly #unpack: (content: Buffer) => Content;
  readonly #known = new Map<string, Content | undefined>();

  constructor(parts: readonly Part[], read: (part: Part) => Buffer | undefined, unpack: (content: Buffer) => Content) {
    this.#places = new Map(parts.map((part) => [part[0], part]));
    this.#read = read;
    this.#unpack = unpack;
  }

  /** Content of a part; undefined where it is not in the file, or damaged. */
  get(name: string): Content | undefined {
    const part = this.#places.get(name);
    if (!part || this.#known.has(name)) return this.#known.get(name);
    const packed = this.#read(part);
    const content = packed && this.#unpack(inflateSync(packed));
    this.#known.set(name, content);
    return content;
  }
}

/** Letters of a file, which stays open: a later build puts another in its place. */
export class LetterFile {
  readonly #styles: Parts<ReadonlyMap<string, Glyph>>;
  readonly #kernings: Parts<Kerning>;

  private constructor({ styles, kernings }: Index, read: (part: Part) => Buffer | undefined) {
    this.#styles = new Parts(styles, read, lettersOf);
    this.#kernings = new Parts(kernings, read, (content) => JSON.parse(content.toString()) as Kerning);
  }

  /** Opens a file of letters. @returns undefined for one that is not there, is damaged, or was made from something else */
  static open(path: string, madeFrom: string): LetterFile | undefined {
    const file = openedForReading(path);
    if (file === undefined) return undefined;
    const header = bytesAt(file, 0, HEADER_BYTES);
    const length = header?.readUInt32LE(NUMBER_BYTES) ?? 0;
    const text = header && bytesAt(file, HEADER_BYTES, length, header.readUInt32LE());
    const index = text && (JSON.parse(text.toString()) as Index);
    if (index?.madeFrom === madeFrom)
      return new LetterFile(index, ([, from, bytes, checksum]) =>
        bytesAt(file, HEADER_BYTES + length + from, bytes, checksum),
      );
    closeSync(file);
    return undefined;
  }

  /** A letter of a style; undefined where it is not in the file. */
  glyph(letter: string, key: string): Glyph | undefined {
    return this.#styles.get(key)?.get(letter);
  }

  /** Distance of a pair of letters in a font; undefined where it was not measured. */
  kerning(pair: string, font: string): number | undefined {
    const kerning = this.#kernings.get(font);
    const isMeasured = kerning !== undefined && Array.from(pair).every((letter) => kerning.letters.includes(letter));
    return isMeasured ? (kerning.pairs[pair] ?? 0) : undefined;
  }
}

function openedForReading(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined; // as good as none: what is not there is drawn
  }
}

/** Bytes of a file; undefined where there are fewer, or they have another checksum. */
function bytesAt(file: number, from: number, count: number, checksum?: number): Buffer | undefined {
  if (from + count > fstatSync(file).size) return undefined;
  const bytes = Buffer.alloc(count);
  readSync(file, bytes, { position: from });
  return checksum === undefined || crc32(bytes) === checksum ? bytes : undefined;
}

function lettersOf(style: Buffer): ReadonlyMap<string, Glyph> {
  const number = (i: number) => style.readInt32LE(i * NUMBER_BYTES);
  const count = number(0);
  const letters = new Map<string, Glyph>();
  const pixels = new Uint8Array(style.buffer, style.byteOffset, style.length);
  let from = (1 + NUMBERS * count) * NUMBER_BYTES;
  for (let i = 1; letters.size < count; i += NUMBERS) {
    const [letter, advance] = [String.fromCodePoint(number(i)), number(i + 1)];
    const ink: Box = { x: number(i + 2), y: number(i + 3), width: number(i + 4), height: number(i + 5) };
    const box = inset(ink, -1);
    const to = from + (ink.width > 0 ? box.width * box.height : 0);
    letters.set(
      letter,
      to > from ? { advance, ink, coverage: { box, shares: pixels.subarray(from, to) } } : { advance },
    );
    from = to;
  }
  return letters;
}
