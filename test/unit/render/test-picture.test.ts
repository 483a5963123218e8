import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/panel/panel.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { type Raster, sameRaster } from "../../../src/raster/raster.ts";
import { turn } from "../../../src/raster/turn.ts";
import { testPicture } from "../../../src/render/test-picture.ts";

const SURFACES = PANELS.map((panel): Panel => panel).flatMap(({ id, width, height, palette, grey4 }) =>
  [palette, ...(grey4 ? (["grey-4"] as const) : [])].flatMap((name) => [
    { id, name, width, height },
    { id, name, width: height, height: width },
  ]),
);

/** Ink of each pixel of a box, row by row. */
function boxOf({ width, pixels }: Raster, x: number, y: number, w: number, h: number): number[] {
  return Array.from({ length: w * h }, (_, i) => pixels[(y + Math.floor(i / w)) * width + x + (i % w)] ?? -1);
}

describe.each(SURFACES)("the test pattern of $id in $name at $width×$height", ({ name, width, height }) => {
  const palette = paletteOf(name);
  const picture = testPicture({ width, height }, palette);
  const { paper, ink } = palette.roles;

  it("has a line one pixel off each edge, and nothing beyond it", () => {
    const ring = (inset: number) => [
      ...boxOf(picture, inset, inset, width - 2 * inset, 1),
      ...boxOf(picture, inset, height - 1 - inset, width - 2 * inset, 1),
      ...boxOf(picture, inset, inset, 1, height - 2 * inset),
      ...boxOf(picture, width - 1 - inset, inset, 1, height - 2 * inset),
    ];
    expect([0, 1, 2].map((inset) => [...new Set(ring(inset))])).toEqual([[paper], [ink], [paper]]);
  });

  it("has four corners that differ, so that no turn and no mirror image of it is the same", () => {
    const side = Math.floor(Math.min(width, height) / 6);
    const [right, bottom] = [width - 5 - side, height - 5 - side];
    const corners = [
      [5, 5],
      [right, 5],
      [right, bottom],
      [5, bottom],
    ].map(([x = 0, y = 0]) => boxOf(picture, x, y, side, side).join(""));
    expect(new Set(corners).size).toBe(4);
    expect(sameRaster(picture, turn(picture, 180))).toBe(false);
  });

  it("has an arrow that points up", () => {
    const side = Math.floor(Math.min(width, height) / 6);
    const inked = (y: number) =>
      boxOf(picture, Math.floor((width - side) / 2), y, side, 1).filter((at) => at === ink).length;
    expect(inked(5)).toBe(1);
    expect(inked(5 + Math.floor(side / 2) - 1)).toBeGreaterThan(2 * inked(5 + side - 1));
  });

  it("has a patch of each ink", () => {
    const counts = palette.inks.map((_, each) => picture.pixels.filter((at) => at === each).length);
    const share = (width * height) / palette.inks.length;
    for (const count of counts) expect(count).toBeGreaterThan(share / 4);
  });
});
