/** Which ink each pixel is, and how many pixels had a colour that is none of them. */
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
