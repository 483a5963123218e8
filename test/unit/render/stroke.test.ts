import { expect, it } from "vitest";
import type { Pen } from "../../../src/draw/pen.ts";
import { BLACK_WHITE_RED } from "../../../src/raster/palette.ts";
import { RecordingPen } from "../../../src/render/recording-pen.ts";
import { drawStrokes, sameStrokes } from "../../../src/render/stroke.ts";
import { strictPen } from "../../fixtures/strict-drawing.ts";

const BOX = { x: 4, y: 3, width: 8, height: 9 };
const STYLE = { px: 16 } as const;

/** Drawings of one stroke, no two of them the same. */
const DRAWINGS: readonly ((pen: Pen) => void)[] = [
  (pen) => pen.fill(BOX),
  (pen) => pen.fill(BOX, "alarm"),
  (pen) => pen.fill(BOX, "ink", "hatch"),
  (pen) => pen.fill({ ...BOX, x: 5 }),
  (pen) => pen.fill({ ...BOX, y: 4 }),
  (pen) => pen.fill({ ...BOX, width: 7 }),
  (pen) => pen.fill({ ...BOX, height: 7 }),
  (pen) => pen.mark(BOX, "out"),
  (pen) => pen.mark(BOX, "otherDay"),
  (pen) => pen.mark(BOX, "otherDay", "bottom"),
  (pen) => pen.mark({ ...BOX, x: 5 }, "out"),
  (pen) => pen.shade(BOX, 0.5),
  (pen) => pen.shade(BOX, 0.6),
  (pen) => pen.shade({ ...BOX, x: 5 }, 0.5),
  (pen) => pen.text("3", 20, 20, STYLE),
  (pen) => pen.text("4", 20, 20, STYLE),
  (pen) => pen.text("3", 21, 20, STYLE),
  (pen) => pen.text("3", 20, 21, STYLE),
  (pen) => pen.text("3", 20, 20, STYLE, "right"),
  (pen) => pen.text("3", 20, 20, { px: 18 }),
  (pen) => pen.text("3", 20, 20, { ...STYLE, face: "figures" }),
  (pen) => pen.text("3", 20, 20, { ...STYLE, ink: "alarm" }),
  (pen) => pen.text("3", 20, 20, { ...STYLE, finish: "hollow" }),
];

const surface = () => strictPen(40, 40, BLACK_WHITE_RED);

it("strokes painted later give the pixels of the same drawing painted at once", async () => {
  for (const draw of DRAWINGS) {
    const [atOnce, later] = [await surface(), await surface()];
    const recording = new RecordingPen(later);
    draw(atOnce);
    draw(recording);
    drawStrokes(later, recording.strokes);
    expect(later.frame).toEqual(atOnce.frame);
    expect(later.taken()).toEqual(atOnce.taken());
    expect(atOnce.frame.pixels.some((word) => word !== 0)).toBe(true);
  }
});

it("strokes are the same where everything that was asked of the pen is", async () => {
  const pen = await surface();
  const recorded = (...draws: typeof DRAWINGS) => {
    const recording = new RecordingPen(pen);
    for (const draw of draws) draw(recording);
    return recording.strokes;
  };
  for (const [i, one] of DRAWINGS.entries())
    for (const [k, other] of DRAWINGS.entries())
      expect(sameStrokes(recorded(one), recorded(other)), `${i} and ${k}`).toBe(i === k);
  expect(sameStrokes(recorded(...DRAWINGS), recorded(...DRAWINGS))).toBe(true);
  expect(sameStrokes(recorded(...DRAWINGS), recorded(...DRAWINGS.slice(1)))).toBe(false);
});

it("what has no area leaves no stroke", async () => {
  const recording = new RecordingPen(await surface());
  recording.fill({ ...BOX, width: 0 });
  recording.mark({ ...BOX, height: -1 }, "out");
  expect(recording.strokes).toEqual([]);
});
