import { z } from "zod";
import { cellRowOptions, cellRowRoom, drawCellRow } from "./cell-row.ts";
import { type StripDrawing, stripCells } from "./strip-cells.ts";
import { widget } from "./widget.ts";

const options = () =>
  cellRowOptions().extend({
    today: z.boolean().default(true).describe("Begin with today; false where another widget shows it."),
    subMeters: z
      .boolean()
      .default(true)
      .describe("The day's use of gas, water or heat; false where another widget shows it."),
    sold: z
      .enum(["after", "first"])
      .default("after")
      .describe("Order of the cells of a house that sells: what went out after what came in, or first."),
  });

/** A row of numbers with their labels; the last is the clock. */
export const strip = widget({
  kind: "strip",
  description:
    "numbers with their labels: today, yesterday, the month, the day's use of gas, water or heat, the month of last year, the meter's counter, and the clock",
  reads: ["totals", "lastYear", "subMeters", "life"],
  options,
  minimum: cellRowRoom,
  draw: (drawing: StripDrawing, settings) => {
    drawCellRow(drawing, stripCells(drawing, settings), settings);
  },
});
