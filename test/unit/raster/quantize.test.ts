import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../src/raster/frame.ts";
import {
  BLACK_WHITE,
  BLACK_WHITE_RED,
  GREY_4,
  GREY_16,
  PALETTES,
  type Palette,
  SPECTRA_6,
} from "../../../src/raster/palette.ts";
import { quantize } from "../../../src/raster/quantize.ts";
import { artOf } from "../../art.ts";

const frame = (...rgb: number[]): Frame => ({
  width: rgb.length,
  height: 1,
  pixels: Uint32Array.from(rgb, (c) => (0xff000000 | c) >>> 0),
});
const shown = (palette: Palette, ...rgb: number[]) => artOf(quantize(frame(...rgb), palette));

describe("quantize", () => {
  it("makes white of a green byte from 0x80 on one bit", () => {
    expect(shown(BLACK_WHITE, 0x000000, 0x7f7f7f, 0x808080, 0xffffff, 0xff7fff, 0x008000)).toBe("##..#.");
  });

  it("parts four greys at 0x40, 0x96 and 0xe0", () => {
    expect(shown(GREY_4, 0x3f3f3f, 0x404040, 0x959595, 0x969696, 0xdfdfdf, 0xe0e0e0)).toBe("#ddll.");
    expect(shown(GREY_4, 0x000000, 0x808080, 0xc0c0c0, 0xffffff)).toBe("#dl.");
  });

  it("rounds to the nearest of sixteen greys", () => {
    expect([...quantize(frame(0x080808, 0x090909, 0x777777, 0xf7f7f7), GREY_16).pixels]).toEqual([0, 1, 7, 15]);
  });

  it("takes the nearest ink where the palette has colour", () => {
    expect(shown(BLACK_WHITE_RED, 0x202020, 0xe0e0e0, 0xd02010, 0x800000)).toBe("#.RR");
    expect(shown(SPECTRA_6, 0x101010, 0xf0f0f0, 0xe0e010, 0xe01010, 0x1010e0, 0x10e010)).toBe("#.YRBG");
  });

  it("ignores alpha", () => {
    expect([
      ...quantize({ width: 2, height: 1, pixels: Uint32Array.of(0x00ffffff, 0x00000000) }, BLACK_WHITE).pixels,
    ]).toEqual([1, 0]);
  });

  it.each(PALETTES.map((palette) => [palette.id, palette] as const))(
    "leaves the inks of %s as they are",
    (_, palette) => {
      expect([...quantize(frame(...palette.inks), palette).pixels]).toEqual(palette.inks.map((_ink, index) => index));
    },
  );

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PALETTES),
        fc.array(fc.nat(0xffffff), { minLength: 1 }),
        (palette: Palette, colours) => {
          const once = quantize(frame(...colours), palette);
          const again = quantize(frame(...Array.from(once.pixels, (index) => palette.inks[index] ?? -1)), palette);
          expect(again.pixels).toEqual(once.pixels);
        },
      ),
    );
  });
});
