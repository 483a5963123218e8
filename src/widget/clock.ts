import { z } from "zod";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { baselineIn } from "./line.ts";
import { widget } from "./widget.ts";

const options = z.strictObject({
  show: z
    .enum(["date", "time", "both"])
    .default("date")
    .describe("What to write; a time costs a refresh every minute."),
  align: z.enum(["left", "center", "right"]).default("left").describe("Where in its box the line stands."),
});

/** The date, or the time, in one line. Says nothing while the clock is not set: a wrong date is worse than none. */
export const clock = widget(
  "clock",
  options,
  (type) => ({ width: 5 * type.bodyPx, height: type.bodyPx + 2 }),
  (pen, box, { view, format, type }, { show, align }) => {
    if (!view.clockSet) return;
    const style: TextStyle = { px: type.bodyPx, bold: true };
    const time = format.time(view.nowMs);
    const dates = [format.date(view.nowMs), format.shortDate(view.nowMs)];
    const wordings = { date: dates, time: [time], both: [...dates.map((date) => `${date}  ${time}`), time] }[show];
    const text = firstThatFits(pen, wordings, style, box.width);
    const x = { left: box.x, center: box.x + Math.round(box.width / 2), right: box.x + box.width }[align];
    if (text) pen.text(text, x, baselineIn(pen, box, style), style, align);
  },
);
