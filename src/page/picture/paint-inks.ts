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
