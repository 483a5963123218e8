import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf } from "../../../src/draw/box.ts";
import { type BitOrder, pack, unpack } from "../../../src/raster/pack.ts";
import { BLACK_WHITE, GREY_4, GREY_16, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { art, noise } from "../../art.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("pack", () => {
  it("puts the leftmost pixel into the highest bit", () => {
    expect(hex(pack(art("#....... ......##"), { bits: 1, order: "left-high", codes: [1, 0], padCode: 0 }))).toBe(
      "8003",
    );
  });

  it("fills the last byte of a row with the code that was asked for", () => {
    expect(hex(pack(art("##. .##"), { bits: 1, order: "left-high", codes: [0, 1], padCode: 1 }))).toBe("3f9f");
    expect(hex(pack(art("##. .##"), { bits: 1, order: "left-high", codes: [0, 1], padCode: 0 }))).toBe("2080");
  });

  it("gives six inks the controller's own codes, the left pixel in the high nibble", () => {
    expect(
      hex(pack(art("#.YRBG", SPECTRA_6), { bits: 4, order: "left-high", codes: [0, 1, 2, 3, 5, 6], padCode: 1 })),
    ).toBe("012356");
  });

  it("puts the leftmost pixel into the lowest bits of a word that goes out high byte first", () => {
    const greys = { ...noise(4, 1, GREY_16, 1), pixels: Uint8Array.of(1, 2, 3, 4) };
    expect(
      hex(pack(greys, { bits: 4, order: "left-low-words", codes: GREY_16.inks.map((_, i) => i), padCode: 15 })),
    ).toBe("4321");
    expect(hex(pack(art("#......."), { bits: 1, order: "left-low-words", codes: [1, 0], padCode: 0 }))).toBe("0001");
  });

  it("takes a box out of the middle", () => {
    const picture = art("................ ........#......# ................");
    expect(
      hex(
        pack(picture, { bits: 1, order: "left-high", codes: [1, 0], padCode: 0 }, { x: 8, y: 1, width: 8, height: 2 }),
      ),
    ).toBe("8100");
  });

  it("splits four greys over two planes by their codes", () => {
    const greys = art("#dl.", GREY_4);
    expect(hex(pack(greys, { bits: 1, order: "left-high", codes: [1, 0, 1, 0], padCode: 0 }))).toBe("a0");
  });
});

it("unpacks what was packed, whatever the width and order", () => {
  fc.assert(
    fc.property(
      fc.constantFrom([BLACK_WHITE, 1], [GREY_4, 2], [GREY_16, 4], [SPECTRA_6, 4]) as fc.Arbitrary<
        [typeof BLACK_WHITE, 1 | 2 | 4]
      >,
      fc.constantFrom<BitOrder>("left-high", "left-low-words"),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(),
      ([palette, bits], order, width, height, seed) => {
        const raster = noise(width, height, palette, seed);
        const bytes = pack(raster, { bits, order, codes: palette.inks.map((_, i) => i), padCode: 0 }, boundsOf(raster));
        expect(unpack(bytes, { width, height, bits, order })).toEqual(raster.pixels);
      },
    ),
  );
});
