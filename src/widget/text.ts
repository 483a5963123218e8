import { z } from "zod";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { baselineIn } from "./line.ts";
import { widget } from "./widget.ts";

const options = z.strictObject({
  text: z.string().min(1).max(200).default("Wattframe").describe("What to write, one line."),
  px: z.int().min(11).max(200).optional().describe("Size of the letters, pixels; the layout's body size by default."),
  align: z.enum(["left", "center", "right"]).default("left").describe("Where in its box the line stands."),
});

/** One line of fixed text. A line that does not fit is not written: a layout is checked for that beforehand. */
export const text = widget(
  "text",
  options,
  (type) => ({ width: type.bodyPx, height: type.bodyPx + 2 }),
  (pen, box, { type }, { text: line, px, align }) => {
    const style: TextStyle = { px: px ?? type.bodyPx, bold: true };
    const x = { left: box.x, center: box.x + Math.round(box.width / 2), right: box.x + box.width }[align];
    if (firstThatFits(pen, [line], style, box.width)) pen.text(line, x, baselineIn(pen, box, style), style, align);
  },
);
