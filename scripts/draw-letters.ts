import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { TextStyle } from "../src/draw/pen.ts";
import { FONTS_FOLDER } from "../src/package-folder.ts";
import { checksumOfFonts, loadCanvas } from "../src/render/canvas.ts";
import type { Glyph } from "../src/render/letter.ts";
import type { Kerning, LetterTable } from "../src/render/letter-file.ts";
import { DrawnLetters, kerningFontOf, styleKeyOf } from "../src/render/letters.ts";

/** The letters of the shipped pictures, as `npm run letters` finds them. */
export interface ShippedLetters {
  /** Letters of every style in which sentences are written. */
  readonly sentences: string;
  readonly styles: readonly ShippedStyle[];
}

/** A style of the shipped pictures. */
export interface ShippedStyle extends Required<Pick<TextStyle, "px" | "face">> {
  readonly antialias: boolean;
  /** Letters of the style; where they are left out, those of sentences. */
  readonly letters?: string;
}

/** What decides what a letter looks like, and how it is written into the file. */
const SOURCES = ["letter", "letters", "letter-file", "canvas"].map(
  (name) => new URL(`../src/render/${name}.ts`, import.meta.url),
);
const LIST = new URL("shipped-letters.json", import.meta.url);

/** Names the drawing of letters: its sources, the library that draws them, and the list of letters. */
export async function drawingOfLetters(): Promise<string> {
  const { version, cairoVersion, freetypeVersion } = loadCanvas(FONTS_FOLDER);
  const hash = createHash("sha256").update([version, cairoVersion, freetypeVersion].join(" "));
  for (const file of [...SOURCES, LIST]) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

/** Names all that letters are made from. @param drawing of {@link drawingOfLetters} */
export function letterOrigin(drawing: string): string {
  return `${drawing} ${checksumOfFonts(FONTS_FOLDER)}`;
}

/** Draws every letter of the shipped pictures, and measures how those of words are kerned. */
export async function drawnLetters(madeFrom: string): Promise<LetterTable> {
  const { sentences, styles } = JSON.parse(await readFile(LIST, "utf8")) as ShippedLetters;
  const drawn = new DrawnLetters(FONTS_FOLDER);
  const fonts = new Map(
    styles.filter(({ face }) => face !== "figures").map((style) => [kerningFontOf(style), style] as const),
  );
  return {
    madeFrom,
    styles: new Map(
      styles.map(({ antialias, letters = sentences, ...style }) => [
        styleKeyOf(style, antialias),
        new Map(Array.from(letters, (letter): [string, Glyph] => [letter, drawn.glyph(letter, style, antialias)])),
      ]),
    ),
    kernings: new Map([...fonts].map(([font, style]) => [font, kerningOf(drawn, sentences, style)])),
  };
}

/** Kerning of all pairs of letters, of which few move. */
function kerningOf(drawn: DrawnLetters, sentences: string, style: TextStyle): Kerning {
  const letters = Array.from(sentences).filter((letter) => /\p{L}/u.test(letter));
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const moved = pairs
    .map((pair) => [pair, drawn.kerning(pair, style)] as const)
    .filter(([, distance]) => distance !== 0);
  return { letters: letters.join(""), pairs: Object.fromEntries(moved) };
}
