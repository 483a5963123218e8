import { expect, it } from "vitest";
import { parseSize, sameSize, sizeText, turnedSize } from "../../../src/draw/size.ts";

it("reads a size and writes the same text", () => {
  expect(parseSize("800x480")).toEqual({ width: 800, height: 480 });
  for (const text of ["10x10", "9999x250"]) expect(sizeText(parseSize(text))).toBe(text);
});

it.each(["", "800", "800x", "0x0", "800x0480", "800X480", "800x480x2", "80000x480", " 800x480", "800×480"])(
  "%j is no size",
  (text) => {
    const message = `--size ${text} is not a size such as 800x480`;
    expect(() => parseSize(text, `--size ${text}`)).toThrowError(expect.objectContaining({ code: "USAGE", message }));
  },
);

it("compares and turns sizes", () => {
  const size = { width: 800, height: 480 };
  expect(sameSize(size, { ...size })).toBe(true);
  expect(sameSize(size, turnedSize(size))).toBe(false);
  expect(sameSize(size, turnedSize(turnedSize(size)))).toBe(true);
});
