import { describe, expect, it } from "vitest";
import { firstThatFits, largestPx } from "../../../src/draw/fit.ts";
import { dashedDown, dottedAcross, framed, outline } from "../../../src/draw/shapes.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";

describe("an outline", () => {
  it("lies inside the edges of its box and leaves the middle free", () => {
    const pen = new RecordingPen();
    outline(pen, { x: 0, y: 0, width: 10, height: 8 });
    expect(pen.fills("solid")).toEqual([
      { x: 0, y: 0, width: 10, height: 2 },
      { x: 0, y: 6, width: 10, height: 2 },
      { x: 0, y: 2, width: 2, height: 4 },
      { x: 8, y: 2, width: 2, height: 4 },
    ]);
  });

  it("is a solid box where there is no middle", () => {
    const pen = new RecordingPen();
    outline(pen, { x: 0, y: 0, width: 4, height: 8 });
    expect(pen.fills("solid")).toEqual([{ x: 0, y: 0, width: 4, height: 8 }]);
  });
});

describe("a framed box", () => {
  it("has its pattern inside the frame, and none where there is no room", () => {
    const pen = new RecordingPen();
    framed(pen, { x: 0, y: 0, width: 10, height: 8 }, "hatch");
    expect(pen.fills("hatch")).toEqual([{ x: 2, y: 2, width: 6, height: 4 }]);
    const narrow = new RecordingPen();
    framed(narrow, { x: 0, y: 0, width: 3, height: 8 }, "hatch");
    expect(narrow.fills("hatch")).toEqual([]);
  });
});

it("dashes and dots end where their line does", () => {
  const pen = new RecordingPen();
  dashedDown(pen, { x: 5, y: 10, width: 30, height: 18 });
  expect(pen.fills("solid").map(({ y, height }) => [y, height])).toEqual([
    [10, 4],
    [18, 4],
    [26, 2],
  ]);
  const dots = new RecordingPen();
  dottedAcross(dots, { x: 3, y: 0, width: 17, height: 30 });
  expect(dots.fills("solid").map(({ x, width }) => [x, width])).toEqual([
    [3, 2],
    [11, 2],
    [19, 1],
  ]);
});

describe("fitting", () => {
  const pen = new RecordingPen();

  it("takes the first wording that is no wider than its room", () => {
    expect(firstThatFits(pen, ["much too long", "short", "s"], { px: 10 }, 25)).toBe("short");
    expect(firstThatFits(pen, ["short"], { px: 10 }, 24)).toBeUndefined();
  });

  it("takes the largest whole size at which every sample fits both ways", () => {
    expect(largestPx(pen, ["88,8", "1"], { face: "figures" }, { width: 200, height: 1_000, most: 320 })).toBe(100);
    expect(largestPx(pen, ["88,8"], {}, { width: 200, height: 35, most: 320 })).toBe(50);
    expect(largestPx(pen, ["88,8"], {}, { width: 9_000, height: 9_000, most: 64 })).toBe(64);
    expect(largestPx(pen, ["88,8"], {}, { width: 0, height: 0, most: 64 })).toBe(1);
  });
});
