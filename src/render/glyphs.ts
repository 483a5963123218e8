import { type Box, hullOf } from "../draw/box.ts";
import type { Align, Metrics, TextStyle } from "../draw/pen.ts";
import { fontOf, type Glyph } from "./letter.ts";
import { KERNING_PX, type Letters } from "./letters.ts";

/** One letter of a string: the x of its origin, and the style that it is drawn in. */
export interface PlacedLetter {
  readonly letter: string;
  readonly x: number;
  readonly style: TextStyle;
  readonly glyph: Glyph;
}

/** A string with its letters in place, from 0 on the baseline. */
export interface SetText {
  readonly letters: readonly PlacedLetter[];
  /** Smallest box of all ink; absent where there is none. */
  readonly ink?: Box;
  /** The extent that its place means: that of the ink, of figures as if the digits at both ends were a 0. */
  readonly span: Pick<Box, "x" | "width">;
}

/** Widths of the cells of figures as shares of the size; what is not named is as wide as the font has it. */
const CELLS = [
  { letters: "0123456789", share: 0.506 },
  { letters: ".,:", share: 0.19 },
] as const;
/** Width of a space between words at least, as a share of the size. */
const SPACE = 0.27;
/** From this size a comma of figures is drawn smaller, so that its tail stays short. */
const SHORT_COMMA = { fromPx: 90, share: 0.72 } as const;

const shared = new WeakMap<Letters, Map<boolean, Glyphs>>();

/** The letters, one set a process for smoothed text and one for text that is not: they are the same for every picture. */
export function glyphsOf(letters: Letters, antialias: boolean): Glyphs {
  const kinds = shared.get(letters) ?? new Map<boolean, Glyphs>();
  const glyphs = kinds.get(antialias) ?? new Glyphs(letters, antialias);
  shared.set(letters, kinds.set(antialias, glyphs));
  return glyphs;
}

/** What was measured already of one face at one size. */
interface Known {
  readonly glyphs: Map<string, Glyph>;
  /** Strings by how they are aligned, which changes figures alone. */
  readonly texts: Readonly<Record<Align, Map<string, SetText>>>;
  metrics?: Metrics;
}

/** Strings that are remembered of one face at one size; most strings of a picture come again in the next, and numbers change. */
const MAX_TEXTS = 256;

/**
 * Takes letters once and remembers them, and sets strings of them. Every letter is placed at a whole pixel and advances by a whole
 * number of them, so that it is the same bitmap everywhere; figures have cells of one width.
 */
export class Glyphs {
  readonly #letters: Letters;
  readonly #antialias: boolean;
  readonly #known = {
    text: new Map<number, Known>(),
    figures: new Map<number, Known>(),
    label: new Map<number, Known>(),
  };
  readonly #kernings = new Map<string, number>();

  constructor(letters: Letters, antialias: boolean) {
    this.#letters = letters;
    this.#antialias = antialias;
  }

  /** The letter's measures and pixels in a style. */
  glyph(letter: string, style: TextStyle): Glyph {
    const { glyphs } = this.#knownOf(style);
    const known = glyphs.get(letter);
    if (known) return known;
    const glyph = this.#letters.glyph(letter, style, this.#antialias);
    glyphs.set(letter, glyph);
    return glyph;
  }

  /**
   * Puts the letters of a string in place. Of figures the digit at the edge that they are aligned by has its ink where that
   * of a 0 would be: whichever digit it is, it stands on the edge, and no other digit moves. A 1 at the right edge stays in
   * its cell, short of the edge: moved there, it would stand apart from the digit before it.
   */
  set(text: string, style: TextStyle, align: Align = "left"): SetText {
    const texts = this.#knownOf(style).texts[align];
    const known = texts.get(text);
    if (known) return known;
    const set = this.#set(text, style, align);
    if (texts.size >= MAX_TEXTS) texts.clear();
    texts.set(text, set);
    return set;
  }

  #knownOf({ face = "text", px }: TextStyle): Known {
    const sizes = this.#known[face];
    const known = sizes.get(px);
    if (known) return known;
    const made = { glyphs: new Map<string, Glyph>(), texts: textsOf(face) };
    sizes.set(px, made);
    return made;
  }

  #set(text: string, style: TextStyle, align: Align): SetText {
    const isFigures = style.face === "figures";
    const natural = isFigures ? this.#figures(text, style) : this.#words(text, style);
    const letters = isFigures ? this.#aligned(natural, align) : natural;
    const ink = inkOf(letters);
    const span = isFigures ? inkOf(this.#endingInZeros(natural)) : ink;
    return { letters, span: span ?? { x: 0, width: 0 }, ...(ink && { ink }) };
  }

  /** Letters with a 0 in place of a digit at either end. */
  #endingInZeros(letters: readonly PlacedLetter[]): readonly PlacedLetter[] {
    const ends = [0, letters.length - 1];
    return letters.map((placed, i) =>
      ends.includes(i) && isDigit(placed.letter) ? { ...placed, glyph: this.glyph("0", placed.style) } : placed,
    );
  }

  metrics(style: TextStyle): Metrics {
    const known = this.#knownOf(style);
    known.metrics ??= this.#metrics(style);
    return known.metrics;
  }

  #metrics(style: TextStyle): Metrics {
    const isFigures = style.face === "figures";
    const cap = this.glyph(isFigures ? "0" : "H", style).ink;
    const low = this.set(isFigures ? "," : "gjpy", style).ink;
    return { capHeight: cap ? -cap.y : 0, descent: low ? low.y + low.height : 0 };
  }

  /** Letters as wide as their ink needs: kerned where the font says so, a pixel apart at least elsewhere. */
  #words(text: string, style: TextStyle): PlacedLetter[] {
    let [x, before, inkEnd] = [0, "", -Infinity];
    return Array.from(text, (letter) => {
      const glyph = this.glyph(letter, style);
      const { advance, ink } = glyph;
      const kerning = isLetter(letter) && isLetter(before) ? this.#kerning(before + letter, style) : 0;
      if (kerning !== 0) x += kerning;
      else if (ink) x = Math.max(x, inkEnd + 1 - ink.x);
      const placed = { letter, x, style, glyph };
      if (ink) inkEnd = x + ink.x + ink.width;
      x += Math.max(advance, ink ? ink.x + ink.width : Math.round(SPACE * style.px));
      before = letter;
      return placed;
    });
  }

  /** Digits and separators in cells, the separators in the middle of theirs. */
  #figures(text: string, style: TextStyle): PlacedLetter[] {
    let x = 0;
    return Array.from(text, (letter) => {
      const share = CELLS.find(({ letters }) => letters.includes(letter))?.share;
      const isShort = letter === "," && style.px >= SHORT_COMMA.fromPx;
      const own = isShort ? { ...style, px: Math.round(SHORT_COMMA.share * style.px) } : style;
      const glyph = this.glyph(letter, own);
      const { advance, ink } = glyph;
      const cell = share === undefined ? advance : Math.round(share * style.px);
      const isSeparator = share !== undefined && share < SPACE;
      const at = isSeparator && ink ? x + Math.round((cell - ink.width) / 2) - ink.x : x;
      x += cell;
      return { letter, x: at, style: own, glyph };
    });
  }

  /** Figures whose digit at the edge that they are aligned by stands on it. */
  #aligned(letters: readonly PlacedLetter[], align: Align): readonly PlacedLetter[] {
    const edge = { left: 0, center: undefined, right: letters.length - 1 }[align];
    return letters.map((placed, i) => {
      const [own, zero] = [placed.glyph.ink, this.glyph("0", placed.style).ink];
      if (i !== edge || !own || !zero || !isDigit(placed.letter)) return placed;
      if (align === "left") return { ...placed, x: placed.x + zero.x - own.x };
      return placed.letter === "1" ? placed : { ...placed, x: placed.x + zero.x + zero.width - own.x - own.width };
    });
  }

  /** Pixels by which the second of two letters moves towards the first (negative) or away. */
  #kerning(pair: string, style: TextStyle): number {
    const key = `${fontOf(style)} ${pair}`;
    const known = this.#kernings.get(key);
    if (known !== undefined) return known;
    const kerning = Math.round((this.#letters.kerning(pair, style) * style.px) / KERNING_PX);
    this.#kernings.set(key, kerning);
    return kerning;
  }
}

function textsOf(face: TextStyle["face"]): Known["texts"] {
  const left = new Map<string, SetText>();
  if (face !== "figures") return { left, center: left, right: left };
  return { left, center: new Map(), right: new Map() };
}

/** The smallest box of the ink of letters; undefined where there is none. */
function inkOf(letters: readonly PlacedLetter[]): Box | undefined {
  const boxes = letters.flatMap(({ x, glyph: { ink } }) => (ink ? [{ ...ink, x: ink.x + x }] : []));
  return boxes.length > 0 ? hullOf(boxes) : undefined;
}

function isDigit(letter: string): boolean {
  return letter >= "0" && letter <= "9";
}

function isLetter(letter: string): boolean {
  return /\p{L}/u.test(letter);
}
