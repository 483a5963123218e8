import { BLACK_WHITE, type Palette } from "../src/raster/palette.ts";
import type { Raster } from "../src/raster/raster.ts";

/** Letters that stand for inks by colour, so that a picture in a test reads as a picture. */
const LETTERS: Readonly<Record<string, number>> = {
  "#": 0x000000,
  ".": 0xffffff,
  d: 0x555555,
  l: 0xaaaaaa,
  R: 0xff0000,
  Y: 0xffff00,
  B: 0x0000ff,
  G: 0x00ff00,
  O: 0xff8000,
};

/** A raster from rows of letters, separated by spaces or line ends: `#` black, `.` white, `d` and `l` dark and light grey, `R Y B G O`. */
export function art(text: string, palette: Palette = BLACK_WHITE): Raster {
  const rows = text.trim().split(/\s+/);
  const width = rows[0]?.length ?? 0;
  const pixels = rows.flatMap((row) => {
    if (row.length !== width) {
      throw new Error(`row "${row}" is not ${width} wide`);
    }
    return [...row].map((letter) => palette.inks.indexOf(LETTERS[letter] ?? -1));
  });
  if (pixels.includes(-1)) {
    throw new Error(`"${text}" has a letter that ${palette.id} has no ink for`);
  }
  return { width, height: rows.length, palette, pixels: Uint8Array.from(pixels) };
}

/** The rows of letters of a raster, joined by spaces; the inverse of {@link art}. */
export function artOf({ width, height, palette, pixels }: Raster): string {
  const letters = palette.inks.map((ink) => Object.keys(LETTERS).find((letter) => LETTERS[letter] === ink) ?? "?");
  return Array.from({ length: height }, (_, y) =>
    Array.from(pixels.subarray(y * width, (y + 1) * width), (index) => letters[index]).join(""),
  ).join(" ");
}

/** A picture of every ink in seeded disorder; the same seed gives the same picture. */
export function noise(width: number, height: number, palette: Palette, seed: number): Raster {
  let state = seed >>> 0 || 1;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator: repeatable, and random enough
    pixels[i] = (state >>> 16) % palette.inks.length;
  }
  return { width, height, palette, pixels };
}
