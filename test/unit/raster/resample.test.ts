import { describe, expect, it } from "vitest";
import { MARGINS, placeFrame } from "../../../src/raster/resample.ts";

const [B, W, M] = [0xff000000, 0xffffffff, 0xff000000];
const frame = { width: 2, height: 1, pixels: Uint32Array.of(B, W) };
const rows = ({ width, pixels }: { width: number; pixels: Uint32Array }) =>
  Array.from({ length: pixels.length / width }, (_, y) =>
    [...pixels.subarray(y * width, (y + 1) * width)]
      .map((pixel) => (pixel === W ? "#" : pixel === B ? "." : "+"))
      .join(""),
  );

describe("a picture on a larger screen", () => {
  it("stands in the middle of black, pixel for pixel", () => {
    expect(M).toBe(B);
    expect(rows(placeFrame(frame, { width: 5, height: 3 }, "none"))).toEqual([".....", "..#..", "....."]);
  });

  it("grows by the largest whole factor", () => {
    expect(rows(placeFrame(frame, { width: 7, height: 4 }, "integer"))).toEqual([
      "...###.",
      "...###.",
      "...###.",
      ".......",
    ]);
  });

  it("grows as far as it fits, edges where they belong", () => {
    expect(rows(placeFrame(frame, { width: 6, height: 5 }, "fit"))).toEqual([
      "......",
      "...###",
      "...###",
      "...###",
      "......",
    ]);
  });
});

describe("a picture on a smaller screen", () => {
  it("is refused unless it may be scaled", () => {
    for (const scale of ["none", "integer"] as const) {
      expect(() => placeFrame(frame, { width: 1, height: 1 }, scale)).toThrowError(
        expect.objectContaining({ code: "FRAME_SIZE" }),
      );
    }
  });

  it("fills it and is cut off evenly, or is whole between margins", () => {
    const wide = { width: 4, height: 2, pixels: Uint32Array.of(B, W, B, W, B, W, B, W) };
    expect(rows(placeFrame(wide, { width: 2, height: 2 }, "cover"))).toEqual(["#.", "#."]);
    const square = { width: 2, height: 2, pixels: Uint32Array.of(B, B, B, B) };
    expect(rows(placeFrame(square, { width: 8, height: 4 }, "contain", MARGINS.white))).toEqual(
      Array.from({ length: 4 }, () => "##....##"),
    );
    expect(rows(placeFrame(square, { width: 4, height: 2 }, "cover"))).toEqual(["....", "...."]);
  });

  it("is left as it is when it has the size", () => {
    expect(placeFrame(frame, { width: 2, height: 1 }, "cover")).toBe(frame);
  });

  it("is averaged in linear light", () => {
    const [pixel] = placeFrame(frame, { width: 1, height: 1 }, "fit").pixels;
    expect(pixel).toBe(0xffbcbcbc); // half the light of white is 0xbc in sRGB
  });
});
