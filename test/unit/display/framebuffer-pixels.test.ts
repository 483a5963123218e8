import { describe, expect, it } from "vitest";
import { decodeScreenInfo, type FramebufferGeometry } from "../../../src/display/framebuffer-geometry.ts";
import { changedRows, packFramebuffer } from "../../../src/display/framebuffer-pixels.ts";

const RGB565 = { red: { shift: 11, bits: 5 }, green: { shift: 5, bits: 6 }, blue: { shift: 0, bits: 5 } };
const RGB888 = { red: { shift: 16, bits: 8 }, green: { shift: 8, bits: 8 }, blue: { shift: 0, bits: 8 } };
const frame = { width: 2, height: 2, pixels: Uint32Array.of(0xff0000, 0x00ff00, 0x0000ff, 0x123456) };
const geometry = (bitsPerPixel: 16 | 24 | 32, strideBytes: number, order: object): FramebufferGeometry =>
  ({ width: 2, height: 2, bitsPerPixel, strideBytes, offsetBytes: 0, ...order }) as FramebufferGeometry;

describe("the bytes of a framebuffer", () => {
  it("are little-endian RGB565 words at 16 bits, with the stride's padding left empty", () => {
    expect(packFramebuffer(frame, geometry(16, 6, RGB565)).toString("hex")).toBe("00f8e0070000" + "1f00aa110000");
  });

  it("are blue, green, red at 24 bits", () => {
    expect(packFramebuffer(frame, geometry(24, 6, RGB888)).toString("hex")).toBe("0000ff00ff00" + "ff0000563412");
  });

  it("are blue, green, red and an empty byte at 32 bits", () => {
    expect(packFramebuffer(frame, geometry(32, 8, RGB888)).toString("hex")).toBe(
      "0000ff0000ff0000" + "ff00000056341200",
    );
  });

  it("follow the channel order that the driver tells", () => {
    const bgr = { red: RGB888.blue, green: RGB888.green, blue: { shift: 24, bits: 8 } };
    expect(packFramebuffer(frame, geometry(32, 8, bgr)).toString("hex")).toBe("ff00000000ff0000" + "000000ff12340056");
  });
});

describe("what the driver says of the screen", () => {
  const info = Buffer.alloc(160);
  for (const [i, value] of [800, 480, 800, 960, 0, 480, 16].entries()) info.writeUInt32LE(value, i * 4);
  for (const [i, value] of [11, 5, 0, 5, 6, 0, 0, 5, 0].entries()) info.writeUInt32LE(value, 32 + i * 4);

  it("is read from its structure", () => {
    expect(decodeScreenInfo(info)).toEqual({ width: 800, height: 480, xOffset: 0, yOffset: 480, ...RGB565 });
  });

  it("is left aside when it names no colours", () => {
    expect(decodeScreenInfo(Buffer.alloc(160))).toBeUndefined();
  });
});

describe("rows that differ", () => {
  const before = Buffer.from("00001111222233334444", "hex");

  it("are all of them when nothing is known, none when nothing differs", () => {
    expect(changedRows(undefined, before, 2)).toEqual([[0, 5]]);
    expect(changedRows(Buffer.from(before), before, 2)).toEqual([]);
  });

  it("are joined with their neighbours", () => {
    expect(changedRows(Buffer.from("00ff1111229933884444", "hex"), before, 2)).toEqual([
      [0, 1],
      [2, 4],
    ]);
  });
});
