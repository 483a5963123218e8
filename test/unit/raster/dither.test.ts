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

/** Rows of a black-and-white raster, `#` for white. */
const art = (frame: Frame) => rowsOf([...dither(frame, BLACK_WHITE).pixels], frame.width);

const rowsOf = (inks: readonly number[], width: number) =>
  Array.from({ length: inks.length / width }, (_, y) =>
    inks
      .slice(y * width, (y + 1) * width)
      .map((ink) => (ink === 1 ? "#" : "."))
      .join(""),
  );

const SERPENTINE = (y: number) => (y % 2 === 0 ? 1 : -1);
const FROM_THE_LEFT = () => 1;

/** Error diffusion to black and white as its definition says it, pixel by pixel, one channel. */
function definition({ width, height, pixels }: Frame, direction: (y: number) => number): string[] {
  const lights = Float32Array.from(pixels, (rgb) => light(rgb & 0xff));
  const inks = Array.from(pixels, () => 0);
  for (let y = 0; y < height; y++) {
    const ahead = direction(y);
    for (let k = 0; k < width; k++) {
      const x = ahead === 1 ? k : width - 1 - k;
      const wanted = lights[y * width + x] ?? 0;
      const ink = wanted > 0.5 ? 1 : 0;
      inks[y * width + x] = ink;
      const shares = [
        [ahead, 0, 7],
        [-ahead, 1, 3],
        [0, 1, 5],
        [ahead, 1, 1],
      ] as const;
      for (const [dx, dy, share] of shares) {
        const isInside = x + dx >= 0 && x + dx < width && y + dy < height;
        const at = (y + dy) * width + x + dx;
        if (isInside) lights[at] = (lights[at] ?? 0) + ((wanted - ink) * share) / 16;
      }
    }
  }
  return rowsOf(inks, width);
}

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

  it("turns back at the end of each row", () => {
    expect(art(flat(6, 4, 0xa0a0a0))).toEqual(definition(flat(6, 4, 0xa0a0a0), SERPENTINE));
    expect(art(flat(6, 4, 0xa0a0a0))).not.toEqual(definition(flat(6, 4, 0xa0a0a0), FROM_THE_LEFT));
  });

  it("spreads each error as Floyd and Steinberg define it", () => {
    const ramp: Frame = {
      width: 32,
      height: 16,
      pixels: Uint32Array.from({ length: 512 }, (_, i) => (i >> 1) * 0x010101),
    };
    const rows = art(ramp);
    expect(rows.join("")).toMatch(/#.*\..*#/);
    expect(rows).toEqual(definition(ramp, SERPENTINE));
  });

  it("matches colours as seen where it is given them, and still answers in indices", () => {
    expect([...dither(flat(2, 1, 0x871300), SPECTRA_6, SPECTRA_6.seen).pixels]).toEqual([3, 3]);
  });
});
