import { describe, expect, it } from "vitest";
import { BLACK_WHITE, BLACK_WHITE_RED } from "../../../src/raster/palette.ts";
import { pictureFrame } from "../../../src/raster/picture-frame.ts";

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
