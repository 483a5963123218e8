import type { TextStyle } from "../draw/pen.ts";
import { type Context, loadCanvas } from "./canvas.ts";
import { drawnLetter, fontOf, type Glyph, isByOutline } from "./letter.ts";
import type { LetterFile } from "./letter-file.ts";

/** Where letters come from. */
export interface Letters {
  /** The letter's measures and pixels in a style. @param antialias whether the palette has shades for smoothed edges */
  glyph(letter: string, style: TextStyle, antialias: boolean): Glyph;
  /** Distance by which the second of two letters moves towards the first (negative) or away, pixels at {@link KERNING_PX}. */
  kerning(pair: string, style: TextStyle): number;
}

/** Size at which the distance between two letters is measured: one at which hinting does not round it. */
export const KERNING_PX = 200;

/** Names a style by all that decides what its letters look like. */
export function styleKeyOf(style: TextStyle, antialias: boolean): string {
  return isByOutline(style, antialias) ? `${fontOf(style)} smooth` : fontOf(style);
}

/** The font string in which the kerning of a style is measured. */
export function kerningFontOf(style: TextStyle): string {
  return fontOf({ ...style, px: KERNING_PX }, style.px);
}

/** Letters that the canvas library draws and measures when they are asked for; it is loaded for the first of them. */
export class DrawnLetters implements Letters {
  readonly #fontsFolder: string;
  readonly #widths = new Map<string, Map<string, number>>();
  #measuring: Context | undefined;

  constructor(fontsFolder: string) {
    this.#fontsFolder = fontsFolder;
  }

  glyph(letter: string, style: TextStyle, antialias: boolean): Glyph {
    return drawnLetter(loadCanvas(this.#fontsFolder), letter, style, antialias);
  }

  kerning(pair: string, style: TextStyle): number {
    const font = kerningFontOf(style);
    const [first = "", second = ""] = Array.from(pair);
    return this.#widthOf(pair, font) - this.#letterWidth(first, font) - this.#letterWidth(second, font);
  }

  #letterWidth(letter: string, font: string): number {
    const widths = this.#widths.get(font) ?? new Map<string, number>();
    const width = widths.get(letter) ?? this.#widthOf(letter, font);
    this.#widths.set(font, widths.set(letter, width));
    return width;
  }

  #widthOf(text: string, font: string): number {
    this.#measuring ??= loadCanvas(this.#fontsFolder).createCanvas(8, 8).getContext("2d");
    if (this.#measuring.font !== font) this.#measuring.font = font;
    return this.#measuring.measureText(text).width;
  }
}

/** Letters of a file, and for what is not in it those of somebody else. */
export class KeptLetters implements Letters {
  readonly #file: LetterFile;
  readonly #others: Letters;

  constructor(file: LetterFile, others: Letters) {
    this.#file = file;
    this.#others = others;
  }

  glyph(letter: string, style: TextStyle, antialias: boolean): Glyph {
    return this.#file.glyph(letter, styleKeyOf(style, antialias)) ?? this.#others.glyph(letter, style, antialias);
  }

  kerning(pair: string, style: TextStyle): number {
    return this.#file.kerning(pair, kerningFontOf(style)) ?? this.#others.kerning(pair, style);
  }
}
