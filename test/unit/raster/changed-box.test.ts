import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf, contains, overlaps } from "../../../src/draw/box.ts";
import { changedBoxes } from "../../../src/raster/changed-box.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import { art } from "../../art.ts";

const dots = (raster: Raster, ...points: readonly (readonly [number, number])[]): Raster => {
  const pixels = Uint8Array.from(raster.pixels);
  for (const [x, y] of points) pixels[y * raster.width + x] = 0;
  return { ...raster, pixels };
};

describe("one changed box", () => {
  const changedBox = (before: Raster, after: Raster) => changedBoxes(before, after, { alignX: 8, maxBoxes: 1 })[0];

  it("grows to the panel's byte boundaries", () => {
    const before = art("................ ................ ................");
    const after = art("................ ...........#.... ................");
    expect(changedBox(before, after)).toEqual({ x: 8, y: 1, width: 8, height: 1 });
  });

  it("ends at the right edge where the width is no multiple", () => {
    const white = blankRaster(122, 10, BLACK_WHITE);
    expect(changedBox(white, dots(white, [121, 3]))).toEqual({ x: 120, y: 3, width: 2, height: 1 });
  });

  it("is absent when nothing changed", () => {
    expect(changedBox(art("#."), art("#."))).toBeUndefined();
  });
});

describe("changedBoxes", () => {
  const white = blankRaster(800, 480, BLACK_WHITE);

  it("keeps changes in four corners apart", () => {
    const after = dots(white, [3, 2], [790, 2], [3, 470], [790, 470]);
    expect(changedBoxes(white, after, { alignX: 8 })).toEqual([
      { x: 0, y: 2, width: 8, height: 1 },
      { x: 784, y: 2, width: 8, height: 1 },
      { x: 0, y: 470, width: 8, height: 1 },
      { x: 784, y: 470, width: 8, height: 1 },
    ]);
  });

  it("joins the nearest when there are more than four", () => {
    const after = dots(white, [3, 2], [790, 2], [3, 470], [790, 470], [700, 470]);
    const boxes = changedBoxes(white, after, { alignX: 8 });
    expect(boxes).toHaveLength(4);
    expect(boxes).toContainEqual({ x: 696, y: 470, width: 96, height: 1 });
  });

  it("makes one box of what lies close together", () => {
    expect(changedBoxes(white, dots(white, [100, 100], [120, 104]), { alignX: 8 })).toHaveLength(1);
  });

  it("covers every change with aligned boxes that do not overlap, whatever changed", () => {
    const point = fc.tuple(fc.nat(121), fc.nat(99));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), fc.constantFrom(4, 8, 32), (points, alignX) => {
        const before = blankRaster(122, 100, BLACK_WHITE);
        const boxes = changedBoxes(before, dots(before, ...points), { alignX });
        expect(boxes.length).toBeLessThanOrEqual(4);
        for (const [x, y] of points) {
          expect(boxes.some((box) => contains(box, { x, y, width: 1, height: 1 }))).toBe(true);
        }
        for (const [i, box] of boxes.entries()) {
          expect(box.x % alignX).toBe(0);
          expect((box.x + box.width) % alignX === 0 || box.x + box.width === 122).toBe(true);
          expect(contains(boundsOf(before), box)).toBe(true);
          expect(boxes.slice(i + 1).some((other) => overlaps(box, other))).toBe(false);
        }
      }),
    );
  });
});
