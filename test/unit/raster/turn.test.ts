import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { mirror, TURNS, turn, turnBox } from "../../../src/raster/turn.ts";
import { art, artOf, noise } from "../../art.ts";

describe("turn", () => {
  const picture = art("#.. ##.");

  it("turns clockwise", () => {
    expect(artOf(turn(picture, 90))).toBe("## #. ..");
    expect(artOf(turn(picture, 180))).toBe(".## ..#");
    expect(artOf(turn(picture, 270))).toBe(".. .# ##");
    expect(turn(picture, 0)).toBe(picture);
  });

  it("tells where a box of the picture comes to lie", () => {
    const size = { width: 9, height: 7 };
    const box = { x: 2, y: 1, width: 4, height: 3 };
    const filled = ({ width, height }: typeof size, { x, y, ...of }: typeof box) => {
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
        const [column, row] = [i % width, Math.floor(i / width)];
        return column >= x && column < x + of.width && row >= y && row < y + of.height ? 0 : 1;
      });
      return { width, height, palette: BLACK_WHITE, pixels };
    };
    for (const degrees of TURNS) {
      const turned = turn(filled(size, box), degrees);
      expect(filled(turned, turnBox(box, degrees, size))).toEqual(turned);
    }
  });

  it("comes back when turned the rest of the way, and when mirrored twice", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TURNS),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        (by, w, h, seed) => {
          const raster = noise(w, h, BLACK_WHITE, seed);
          const rest = TURNS.find((degrees) => (degrees + by) % 360 === 0) ?? 0;
          expect(turn(turn(raster, by), rest)).toEqual(raster);
          expect(mirror(mirror(raster))).toEqual(raster);
        },
      ),
    );
  });
});

it("mirrors left and right", () => {
  expect(artOf(mirror(art("#.. ##.")))).toBe("..# .##");
});
