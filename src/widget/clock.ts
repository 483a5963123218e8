import { z } from "zod";
import { firstThatFits } from "../draw/fit.ts";
import { alignedX, baselineIn } from "./line.ts";
import { bodyStyle } from "./text-styles.ts";
import { widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    show: z
      .enum(["date", "time", "both"])
      .default("date")
      .describe("Content of the line; a time costs a refresh every minute."),
    align: z.enum(["left", "center", "right"]).default("left").describe("Place of the line in its box."),
  });

/** The date, or the time, in one line. Empty while the clock is not set: a wrong date is worse than none. */
export const clock = widget({
  kind: "clock",
  description: "the date, the time or both",
  reads: [],
  options,
  minimum: ({ bodyPx }) => ({ width: 5 * bodyPx, height: bodyPx + 2 }),
  draw: ({ pen, box, view, format, type }, { show, align }) => {
    if (!view.clockSet) return;
    const style = bodyStyle(type);
    const time = format.time(view.nowMs);
    const dates = [format.date(view.nowMs), format.shortDate(view.nowMs)];
    const wordings = { date: dates, time: [time], both: [...dates.map((date) => `${date}  ${time}`), time] }[show];
    const text = firstThatFits(pen, wordings, style, box.width);
    if (text) pen.text(text, alignedX(box, align), baselineIn(pen, box, style), style, align);
  },
});
