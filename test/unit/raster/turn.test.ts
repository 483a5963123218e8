import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { mirror, TURNS, turn } from "../../../src/raster/turn.ts";
import { art, artOf, noise } from "../../art.ts";

describe("turn", () => {
  const picture = art("#.. ##.");

  it("turns clockwise", () => {
    expect(artOf(turn(picture, 90))).toBe("## #. ..");
    expect(artOf(turn(picture, 180))).toBe(".## ..#");
    expect(artOf(turn(picture, 270))).toBe(".. .# ##");
    expect(turn(picture, 0)).toBe(picture);
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
