import { describe, expect, it } from "vitest";
import { newFrame, paintBox, paintCoverage, paintPattern, shareOf } from "../../../src/render/paint.ts";

const [BLACK, WHITE] = [0x000000, 0xffffff];

/** The greys of a frame, row by row. */
function greysOf(draw: (frame: ReturnType<typeof newFrame>) => void, width = 4, height = 2): string[] {
  const frame = newFrame(width, height);
  paintBox(frame, { x: 0, y: 0, width, height }, WHITE);
  draw(frame);
  const hex = Array.from(frame.pixels, (word) => (word & 0xff).toString(16).padStart(2, "0"));
  return Array.from({ length: height }, (_, y) => hex.slice(y * width, (y + 1) * width).join(" "));
}

describe("what is painted", () => {
  it("is cut at the edges of the frame", () => {
    const box = { x: -1, y: 1, width: 3, height: 5 };
    const shares = new Uint8Array(15).fill(255);
    const expected = ["ff ff ff ff", "00 00 ff ff"];
    expect(greysOf((frame) => paintBox(frame, box, BLACK))).toEqual(expected);
    expect(greysOf((frame) => paintPattern(frame, box, ["#"], BLACK))).toEqual(expected);
    expect(greysOf((frame) => paintCoverage(frame, { box, shares }, 0, 0, BLACK))).toEqual(expected);
    expect(greysOf((frame) => paintBox(frame, { x: 9, y: 0, width: 3, height: 1 }, BLACK))[0]).toBe("ff ff ff ff");
  });

  it("in part is mixed with what is there", () => {
    const coverage = { box: { x: 0, y: -1, width: 4, height: 1 }, shares: Uint8Array.of(0, 64, 128, 255) };
    expect(greysOf((frame) => paintCoverage(frame, coverage, 0, 2, BLACK))).toEqual(["ff ff ff ff", "ff bf 7f 00"]);
    const onBlack = greysOf((frame) => {
      paintBox(frame, { x: 0, y: 0, width: 4, height: 2 }, BLACK);
      paintCoverage(frame, coverage, 0, 2, WHITE);
    });
    expect(onBlack).toEqual(["00 00 00 00", "00 40 80 ff"]);
  });

  it("in part of a colour keeps each channel to itself", () => {
    const frame = newFrame(1, 1);
    paintBox(frame, { x: 0, y: 0, width: 1, height: 1 }, 0x00ff80);
    paintCoverage(frame, { box: { x: 0, y: 0, width: 1, height: 1 }, shares: Uint8Array.of(51) }, 0, 0, 0xff0080);
    expect((frame.pixels[0] ?? 0).toString(16)).toBe("ff33cc80");
  });
});

it("takes shares of a level to the nearest", () => {
  for (let level = 0; level < 256; level++)
    for (let share = 0; share < 256; share++)
      if (shareOf(level, share) !== Math.round((level * share) / 255)) expect([level, share]).toBe("rounded");
  expect(shareOf(255, 255)).toBe(255);
});
