import { describe, expect, it } from "vitest";
import { firstThatFits } from "../../../src/draw/fit.ts";
import { dottedAcross, framed, outline } from "../../../src/draw/shapes.ts";
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

it("dots end where their line does", () => {
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
});
