import { describe, expect, it } from "vitest";
import { dither } from "../../../src/raster/dither.ts";
import type { Frame } from "../../../src/raster/frame.ts";
import { BLACK_WHITE, GREY_4, type Palette, SPECTRA_6 } from "../../../src/raster/palette.ts";

const flat = (width: number, height: number, rgb: number): Frame => ({
  width,
  height,
  pixels: new Uint32Array(width * height).fill(rgb),
});
const light = (byte: number) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);

/** Mean light of a raster's green channel. */
const meanLight = (frame: Frame, palette: Palette) => {
  const { pixels } = dither(frame, palette);
  return pixels.reduce((sum, index) => sum + light(((palette.inks[index] ?? 0) >>> 8) & 0xff), 0) / pixels.length;
};

describe("dither", () => {
  it.each([
    ["black-white", BLACK_WHITE, 0x808080],
    ["grey-4", GREY_4, 0x6e6e6e],
    ["spectra-6", SPECTRA_6, 0xb0b0b0],
  ] as const)("keeps the light of an even grey on %s", (_, palette, grey) => {
    expect(meanLight(flat(64, 64, grey), palette)).toBeCloseTo(light(grey & 0xff), 1.5);
  });

  it("leaves ideal inks as they are", () => {
    for (const [index, ink] of SPECTRA_6.inks.entries()) {
      expect(new Set(dither(flat(9, 5, ink), SPECTRA_6).pixels)).toEqual(new Set([index]));
    }
  });

  it("turns back at the end of each row, so that no edge gathers the error", () => {
    const { pixels } = dither(flat(4, 4, 0xbcbcbc), BLACK_WHITE); // half of full light
    expect(pixels.filter((index) => index === 1)).toHaveLength(8);
  });

  it("matches colours as seen where it is given them, and still answers in indices", () => {
    expect([...dither(flat(2, 1, 0x871300), SPECTRA_6, SPECTRA_6.seen).pixels]).toEqual([3, 3]);
  });
});
