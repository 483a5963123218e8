import { z } from "zod";
import { drawFault } from "./fault-block.ts";
import type { HoursWords } from "./hours.ts";
import { writeFirst } from "./measures.ts";
import { highestOf, type QuarterPlot, quarterBox, quarterPlot } from "./quarter-plot.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    labels: z.int().min(0).max(600).default(60).describe("Room for the names of the days left of the plot, pixels."),
  });

type CarpetDrawing = Drawing<"twoWeeks" | "life", HoursWords>;

/** From one named day to the next, and the steps of the legend. */
const NAMED = 4;
const STEPS = 10;

/** Two weeks by the quarter of an hour, a row for each day: the darker, or on one-bit panels the higher, the more power. */
export const carpet = widget({
  kind: "carpet",
  description: "two weeks by the quarter of an hour, a row for each day: the darker the more",
  wordsKey: "hours",
  reads: ["twoWeeks", "life"],
  options,
  minimum: (type, { labels }) => ({
    width: Math.max(96, 12 * type.smallPx) + labels + type.bodyPx,
    height: Math.ceil(14 * 4 + 2.2 * type.smallPx),
  }),
  draw: (drawing: CarpetDrawing, { labels }) => {
    const { box, view, type } = drawing;
    const unset = view.life.problems.find(({ code }) => code === "clock-not-set");
    if (unset) {
      drawFault(drawing, box, unset);
      return;
    }
    const plot = quarterPlot(drawing, labels);
    const height = Math.max(2, Math.floor((box.height - 1.7 * type.smallPx) / view.twoWeeks.days.length));
    const most = Math.max(1_000, Math.ceil(highestOf(view.twoWeeks.days) / 1_000) * 1_000);
    drawRows(drawing, plot, height, most);
    drawLegend(drawing, plot, most);
  },
});

function drawRows(
  { pen, box, view, type, format }: CarpetDrawing,
  plot: QuarterPlot,
  pitch: number,
  most: number,
): void {
  const height = pitch - (pitch >= 8 ? 2 : 1);
  const style = labelStyle(type);
  const { capHeight } = pen.metrics(style);
  view.twoWeeks.days.forEach((day, row, { length }) => {
    const y = box.y + row * pitch;
    day.quarters.forEach((watts, i) => {
      if (watts !== null) pen.shade({ ...quarterBox(plot, day, i), y, height }, Math.min(1, Math.max(0, watts) / most));
    });
    const isNamed = (length - 1 - row) % NAMED === 0;
    const name = format.weekdayAndDay(day.fromMs);
    const room = plot.x - box.x - Math.round(type.smallPx / 3);
    const baseline = Math.max(box.y + capHeight, y + Math.round((height + capHeight) / 2));
    if (isNamed && NAMED * pitch > type.smallPx)
      writeFirst(pen, [name], { x: box.x, baseline, width: room, align: "right" }, style);
  });
}

/** Writes what the rows are, and from no power to the most in a few steps. */
function drawLegend({ pen, box, words, type, format }: CarpetDrawing, plot: QuarterPlot, most: number): void {
  const style = labelStyle(type);
  const { capHeight, descent } = pen.metrics(style);
  const baseline = box.y + box.height - descent;
  const right = plot.x + plot.width;
  const text = `${format.tick(most / 1_000)} kW`;
  const gap = Math.round(type.smallPx / 2);
  const step = Math.max(4, Math.round(type.smallPx * 0.7));
  const x = right - pen.width(text, style) - gap - STEPS * step;
  pen.text(text, right, baseline, style, "right");
  pen.text(format.tick(0), x - gap, baseline, style, "right");
  for (let i = 0; i < STEPS; i++) {
    const cell = { x: x + i * step, y: baseline - capHeight, width: step, height: capHeight };
    pen.shade(cell, i / (STEPS - 1));
  }
  const room = x - 2 * gap - pen.width("0", style) - plot.x;
  writeFirst(pen, [words.twoWeeks], { x: plot.x, baseline, width: room }, style);
}
