import { crc32, deflateSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WattframeError } from "../../../src/errors.ts";
import { BLACK_WHITE, GREY_4, PALETTES, type Palette, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { decodePng, encodePng } from "../../../src/raster/png.ts";
import { art, noise } from "../../art.ts";

/** Bit depth and colour type as the file says them. */
const depthAndType = (png: Uint8Array) => [png[24], png[25]];

describe("encodePng", () => {
  it("writes two colours as greyscale of one bit, four greys of two, six inks as indices of four", () => {
    expect(depthAndType(encodePng(art("#.")))).toEqual([1, 0]);
    expect(depthAndType(encodePng(art("#dl.", GREY_4)))).toEqual([2, 0]);
    expect(depthAndType(encodePng(art("#.RYBG", SPECTRA_6)))).toEqual([4, 3]);
  });

  it("gives the same bytes for the same raster", () => {
    expect(encodePng(noise(33, 7, SPECTRA_6, 1))).toEqual(encodePng(noise(33, 7, SPECTRA_6, 1)));
  });

  it("comes back pixel for pixel in ideal inks, whatever the width", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PALETTES),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        async (palette: Palette, width, height, seed) => {
          const raster = noise(width, height, palette, seed);
          const back = await decodePng(encodePng(raster));
          expect([back.width, back.height]).toEqual([width, height]);
          const colours = Array.from(
            raster.pixels,
            (_, i) => (back.rgba[4 * i] ?? 0) * 65536 + (back.rgba[4 * i + 1] ?? 0) * 256 + (back.rgba[4 * i + 2] ?? 0),
          );
          expect(colours).toEqual(Array.from(raster.pixels, (index) => palette.inks[index]));
        },
      ),
    );
  });
});

const codeOf = async (bytes: Uint8Array): Promise<string> => {
  try {
    await decodePng(bytes);
    return "read";
  } catch (thrown) {
    if (!(thrown instanceof WattframeError)) throw thrown;
    return thrown.code;
  }
};

describe("decodePng", () => {
  const good = encodePng(noise(16, 16, BLACK_WHITE, 3));

  const withIhdr = (change: (header: Buffer) => void, idat?: Buffer): Buffer => {
    const file = Buffer.from(good);
    change(file.subarray(16, 29));
    file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
    if (idat === undefined) return file;
    const body = Buffer.concat([Buffer.from("IDAT"), idat]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(idat.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([file.subarray(0, 33), length, body, crc, file.subarray(-12)]);
  };

  it("refuses what is no PNG, is cut short or is damaged", async () => {
    expect(await codeOf(new Uint8Array())).toBe("PNG_INVALID");
    expect(await codeOf(Buffer.from("GIF89a and then some more bytes, enough of them"))).toBe("PNG_INVALID");
    expect(await codeOf(good.subarray(0, good.length - 20))).toBe("PNG_INVALID");
    const damaged = Uint8Array.from(good);
    damaged[45] = (damaged[45] ?? 0) ^ 0xff;
    expect(await codeOf(damaged)).toBe("PNG_INVALID");
  });

  it("refuses a picture larger than any display before it unpacks it", async () => {
    expect(await codeOf(withIhdr((header) => header.writeUInt32BE(100_000, 0)))).toBe("PNG_INVALID");
    expect(await codeOf(withIhdr((header) => header.writeUInt32BE(0, 4)))).toBe("PNG_INVALID");
    expect(await codeOf(withIhdr((header) => header.fill("00002000", 0, 8, "hex")))).toBe("PNG_INVALID");
  });

  it("refuses data that unpacks to far more than the picture, interlaced or not", async () => {
    const bomb = deflateSync(Buffer.alloc(40_000_000));
    expect(await codeOf(withIhdr(() => undefined, bomb))).toBe("PNG_INVALID");
    expect(await codeOf(withIhdr((header) => (header[12] = 1), bomb))).toBe("PNG_INVALID");
  });

  it("gives a picture or PNG_INVALID for any damage, nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, value, keep) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = value;
        expect(["read", "PNG_INVALID"]).toContain(await codeOf(bytes.subarray(0, keep)));
      }),
      { numRuns: 300 },
    );
  });
});
