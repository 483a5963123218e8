import { z } from "zod";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { alignedX, baselineIn } from "./line.ts";
import { widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    text: z.string().min(1).max(200).default("Wattframe").describe("One line of text, which a layout has to write."),
    px: z.int().min(11).max(200).optional().describe("Size of the letters, pixels; the layout's body size by default."),
    align: z.enum(["left", "center", "right"]).default("left").describe("Place of the line in its box."),
  });

/** One line of fixed text. A line that does not fit is not written: a layout is checked for that beforehand. */
export const text = widget({
  kind: "text",
  description: "one line of your own",
  reads: [],
  options,
  requiredOptions: ["text"],
  minimum: ({ bodyPx }) => ({ width: bodyPx, height: bodyPx + 2 }),
  draw: ({ pen, box, type }, { text: line, px, align }) => {
    const style: TextStyle = { px: px ?? type.bodyPx };
    if (firstThatFits(pen, [line], style, box.width))
      pen.text(line, alignedX(box, align), baselineIn(pen, box, style), style, align);
  },
});
