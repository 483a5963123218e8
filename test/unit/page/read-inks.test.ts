import fc from "fast-check";
import { expect, it } from "vitest";
import { paintInks, readInks } from "../../../src/page/picture/inks.ts";
import { PALETTES } from "../../../src/raster/palette.ts";

it("reads back what was painted with the inks of any palette", () => {
  const drawn = fc.constantFrom(...PALETTES).chain(({ inks }) =>
    fc.record({
      inks: fc.constant<readonly number[]>(inks),
      pixels: fc.uint8Array({ max: inks.length - 1, maxLength: 64 }),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ inks, pixels }) => {
      expect(readInks(paintInks(pixels, inks), inks)).toEqual({ pixels, foreign: 0 });
    }),
  );
});

it("paints what was sent in the colours of the glass", () => {
  const sent = paintInks(Uint8Array.of(0, 1, 1), [0x000000, 0xffffff]);
  const { pixels } = readInks(sent, [0x000000, 0xffffff]);
  const [dark, light] = ["1b1b1bff", "e4e3dcff"];
  expect(Buffer.from(paintInks(pixels, [0x1b1b1b, 0xe4e3dc])).toString("hex")).toBe(`${dark}${light}${light}`);
});

it("takes the nearest ink for a colour that the palette lacks, and counts its pixels", () => {
  const colours = [0xfe0000, 0xfe0000, 0xeeeeee, 0xff0000].flatMap((rgb) => [
    rgb >> 16,
    (rgb >> 8) & 0xff,
    rgb & 0xff,
    255,
  ]);
  const { pixels, foreign } = readInks(colours, [0x000000, 0xffffff, 0xff0000]);
  expect({ pixels: [...pixels], foreign }).toEqual({ pixels: [2, 2, 1, 2], foreign: 3 });
});
