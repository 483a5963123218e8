import { describe, expect, it } from "vitest";
import { firstThatFits } from "../../../src/draw/fit.ts";
import { outline, pointsAlong } from "../../../src/draw/shapes.ts";
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

it("points end where their line does", () => {
  expect(pointsAlong({ x: 3, y: 0, width: 17, height: 30 }).map(({ x, width }) => [x, width])).toEqual([
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
