import { z } from "zod";
import { writeFirst } from "./measures.ts";
import { drawMoon } from "./moon.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    clock: z.int().min(11).max(200).default(20).describe("Size of the time, pixels."),
    day: z
      .boolean()
      .default(true)
      .describe("Write the day below the time, with the time of its values while it is not over."),
  });

/** Words of the widget. */
export interface RestCornerWords {
  readonly rests: string;
}

/** Two lines at the right edge of a label: a moon with the time at which pictures are renewed again, and the day with the time of its values. */
export const restCorner = widget({
  kind: "rest-corner",
  description: "two short lines for labels: a moon with the time until which the display rests, and the day",
  reads: ["rest"],
  options,
  minimum: (type, { clock }) => ({ width: Math.ceil(3.5 * clock), height: Math.ceil(clock + 1.5 * type.bodyPx) }),
  draw: ({ pen, box, view, words, format, type }: Drawing<"rest", RestCornerWords>, { clock, day }) => {
    const style = { px: clock };
    const { capHeight } = pen.metrics(style);
    const { untilMs, fromMs, endsMs } = view.rest;
    const text = untilMs === undefined ? words.rests : format.clock(untilMs);
    const right = box.x + box.width;
    const baseline = box.y + capHeight + 2;
    writeFirst(pen, [text], { x: box.x, baseline, width: box.width, align: "right" }, style);
    const size = capHeight + 4;
    const x = right - pen.width(text, style) - size - Math.round(clock / 3);
    if (x >= box.x) drawMoon(pen, x, box.y, size);
    if (!day || !view.clockSet) return;
    const last = box.y + box.height - pen.metrics(bodyStyle(type)).descent;
    const below = Math.min(last, baseline + Math.round(1.5 * type.bodyPx));
    const at = { x: box.x, baseline: below, width: box.width, align: "right" } as const;
    const days = [format.shortDate(fromMs), format.day(fromMs)];
    // Of a day that is not over the time of its values, with as much of the date as has room.
    const dated = [format.shortDate(fromMs), format.weekday(fromMs, "short")];
    const lines = endsMs === undefined ? days : dated.map((day) => `${day} ${format.clock(endsMs)}`);
    writeFirst(pen, lines, at, bodyStyle(type));
  },
});
