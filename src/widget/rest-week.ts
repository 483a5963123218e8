import { z } from "zod";
import { outline, RULE_PX } from "../draw/shapes.ts";
import { headingBaseline, writeFirst } from "./measures.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    heading: z.boolean().default(true).describe("Write what the bars are above them."),
    values: z.boolean().default(true).describe("Write each day's energy above its bar."),
  });

/** Words of the widget. */
export interface RestWeekWords {
  readonly heading: string;
}

type RestDrawing = Drawing<"rest", RestWeekWords>;

/** Between two bars, and between a bar and its value, as shares of the size of labels. */
const GAP = 1 / 6;
const VALUE_GAP = 1 / 3;

/** The week by days, as outlines: they are over. The day that ends is solid. */
export const restWeek = widget({
  kind: "rest-week",
  description: "the last seven days as bars, the day that ends solid and the others as outlines",
  reads: ["rest"],
  options,
  minimum: (type, { heading, values }) => ({
    width: Math.ceil((values ? 12 : 8) * type.smallPx),
    height: Math.ceil((heading ? headingBaseline(type) : 0) + 3.5 * type.smallPx),
  }),
  draw: (drawing: RestDrawing, { heading, values }) => {
    const { pen, box, view, words, type, format } = drawing;
    const style = labelStyle(type);
    const { capHeight, descent } = pen.metrics(style);
    const { week } = view.rest;
    if (week.length === 0) return;
    const [gap, valueGap] = [Math.max(2, Math.round(GAP * type.smallPx)), Math.round(VALUE_GAP * type.smallPx)];
    const pitch = Math.floor((box.width + gap) / week.length);
    const left = box.x + box.width - pitch * week.length + gap;
    const roof = heading ? box.y + headingBaseline(type) : box.y;
    const at = { x: left, baseline: roof, width: box.x + box.width - left };
    if (heading) writeFirst(pen, [words.heading], at, style);
    const baseline = box.y + box.height - descent;
    const zeroY = baseline - capHeight - Math.round(0.7 * type.smallPx);
    const top = roof + (values ? capHeight + valueGap : 0) + (heading ? Math.round(0.8 * type.smallPx) : 0);
    const isNarrow = week.some(({ atMs }) => pen.width(format.weekday(atMs, "short"), style) > pitch - gap);
    const most = Math.max(1, ...week.map(({ importWh }) => importWh ?? 0));
    for (const [i, { atMs, importWh }] of week.entries()) {
      const [x, width] = [left + i * pitch, pitch - gap];
      const centre = x + Math.round(width / 2);
      pen.text(format.weekday(atMs, "short").slice(0, isNarrow ? 1 : 2), centre, baseline, style, "center");
      if (importWh === undefined) continue;
      const height = Math.round((importWh / most) * (zeroY - top));
      const bar = { x, y: zeroY - height, width, height: height + RULE_PX };
      if (i === week.length - 1) pen.fill(bar);
      else outline(pen, bar);
      const value = format.whole(Math.round(importWh / 1_000));
      if (values && pen.width(value, style) <= width) pen.text(value, centre, bar.y - valueGap, style, "center");
    }
    pen.fill({ x: left, y: zeroY, width: at.width, height: RULE_PX });
  },
});
