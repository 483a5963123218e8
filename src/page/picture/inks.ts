import { fill } from "../../view/fill.ts";
import type { PaletteFacts } from "../../web/protocol.ts";
import type { PageWords } from "../../words/page-words.ts";

/** A colour 0xRRGGBB as style sheets write it. */
export function cssColour(rgb: number): string {
  return `#${rgb.toString(16).padStart(6, "0")}`;
}

/** Colours in which a picture is shown: those of its inks on glass, or those of its file. */
export type Look = "glass" | "sent";

/** The colour of each ink, 0xRRGGBB. */
export function coloursOf({ inks, seen }: PaletteFacts, look: Look): readonly number[] {
  return look === "glass" ? seen : inks;
}

const WHITE = 0xffffff;

/** Colour of a panel's white on glass, as style sheets write it. */
export function paperColour({ inks, seen }: Pick<PaletteFacts, "inks" | "seen">): string {
  return cssColour(seen[inks.indexOf(WHITE)] ?? WHITE);
}

/** Inks with a name, in the order of the page's words. */
const NAMED = [0x000000, 0xffffff, 0xff0000, 0xffff00, 0x00ff00, 0x0000ff, 0xff8000];

/** Name of an ideal ink, 0xRRGGBB: `black`, `grey 33 %` (of the way to white), or its number. */
export function inkName(ink: number, { inks, grey }: PageWords["viewer"]): string {
  const named = inks[NAMED.indexOf(ink)];
  if (named !== undefined) return named;
  const level = ink & 0xff;
  if (ink !== level * 0x010101) return cssColour(ink);
  return fill(grey, { percent: String(Math.round((level / 255) * 100)) });
}

/** Ink of each pixel, and the number of pixels whose colour is none of the inks. */
interface ReadInks {
  readonly pixels: Uint8Array;
  readonly foreign: number;
}

/**
 * The inks of a decoded picture.
 * @param rgba red, green, blue and alpha, one byte each, row by row; alpha is not looked at
 * @param inks 0xRRGGBB, 256 at most
 */
export function readInks(rgba: ArrayLike<number>, inks: readonly number[]): ReadInks {
  const indexOf = new Map<number, number>();
  for (const [index, ink] of inks.entries()) if (!indexOf.has(ink)) indexOf.set(ink, index);
  const own = new Set(inks);
  const pixels = new Uint8Array(Math.floor(rgba.length / 4));
  let foreign = 0;
  for (let at = 0; at < pixels.length; at++) {
    const rgb = ((rgba[at * 4] ?? 0) << 16) | ((rgba[at * 4 + 1] ?? 0) << 8) | (rgba[at * 4 + 2] ?? 0);
    if (!own.has(rgb)) foreign++;
    let index = indexOf.get(rgb);
    if (index === undefined) {
      index = nearest(rgb, inks);
      indexOf.set(rgb, index);
    }
    pixels[at] = index;
  }
  return { pixels, foreign };
}

function nearest(rgb: number, inks: readonly number[]): number {
  const distances = inks.map((ink) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((ink >> shift) & 0xff) - ((rgb >> shift) & 0xff)) ** 2, 0),
  );
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}

/**
 * The pixels of a picture in the colours that its inks are to have.
 * @param pixels index of each pixel's ink
 * @param colours 0xRRGGBB of each ink
 * @returns red, green, blue and alpha, one byte each
 */
export function paintInks(pixels: Uint8Array, colours: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  for (const [at, ink] of pixels.entries()) {
    const colour = colours[ink] ?? 0;
    rgba[at * 4] = colour >> 16;
    rgba[at * 4 + 1] = (colour >> 8) & 0xff;
    rgba[at * 4 + 2] = colour & 0xff;
    rgba[at * 4 + 3] = 0xff;
  }
  return rgba;
}
