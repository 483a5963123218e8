import { cellRowOptions, cellRowRoom, drawCellRow } from "./cell-row.ts";
import { type StripDrawing, stripCells } from "./strip-cells.ts";
import { widget } from "./widget.ts";

/** A row of numbers with their labels; the last is the clock. */
export const strip = widget({
  kind: "strip",
  description: "numbers with their labels: today, yesterday, the month, the meter's counter, and the clock",
  reads: ["totals", "lastYear", "life"],
  options: cellRowOptions,
  minimum: cellRowRoom,
  draw: (drawing: StripDrawing, settings) => {
    drawCellRow(drawing, stripCells(drawing), settings);
  },
});
