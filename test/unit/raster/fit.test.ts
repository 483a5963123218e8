import { describe, expect, it } from "vitest";
import { fitFrame } from "../../../src/raster/fit.ts";
import type { Frame } from "../../../src/raster/frame.ts";
import { BLACK_WHITE, BLACK_WHITE_RED } from "../../../src/raster/palette.ts";
import { pictureFrame } from "../../../src/raster/picture-frame.ts";
import { quantize } from "../../../src/raster/quantize.ts";
import { artOf } from "../../art.ts";

const black = (width: number, height: number): Frame => ({ width, height, pixels: new Uint32Array(width * height) });
const shown = (frame: Frame) => artOf(quantize(frame, BLACK_WHITE));

describe("fitFrame", () => {
  it("leaves a picture of the right size, or any with none, as it is", () => {
    const frame = black(4, 2);
    expect(fitFrame(frame, { width: 4, height: 2 }, "cover")).toBe(frame);
    expect(fitFrame(frame, { width: 9, height: 9 }, "none")).toBe(frame);
  });

  it("shows the whole picture between bars of paper, or fills and cuts off", () => {
    expect(shown(fitFrame(black(2, 2), { width: 8, height: 4 }, "contain"))).toBe(
      "..####.. ..####.. ..####.. ..####..",
    );
    expect(shown(fitFrame(black(2, 2), { width: 4, height: 2 }, "cover"))).toBe("#### ####");
  });

  it("takes the mean of what a smaller pixel covers", () => {
    const stripes: Frame = {
      width: 4,
      height: 4,
      pixels: Uint32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 0 : 0xffffff)),
    };
    expect([...fitFrame(stripes, { width: 2, height: 2 }, "contain").pixels]).toEqual(
      Array.from({ length: 4 }, () => 0x808080),
    );
  });
});

const one = (r: number, g: number, b: number, a: number) => ({
  width: 1,
  height: 1,
  rgba: Uint8Array.of(r, g, b, a),
});

describe("pictureFrame", () => {
  it("lays what is transparent over white", () => {
    expect([...pictureFrame(one(0, 0, 0, 0), BLACK_WHITE).pixels]).toEqual([0xffffff]);
    expect([...pictureFrame(one(0, 0, 0, 128), BLACK_WHITE).pixels]).toEqual([0x7f7f7f]);
  });

  it("makes colours grey only where the palette has none", () => {
    expect([...pictureFrame(one(255, 0, 0, 255), BLACK_WHITE).pixels]).toEqual([0x4c4c4c]);
    expect([...pictureFrame(one(255, 0, 0, 255), BLACK_WHITE_RED).pixels]).toEqual([0xff0000]);
  });
});
