import type { HourLabel } from "../view/parts/hour-labels.ts";
import { labelStyle } from "./text-styles.ts";
import type { Drawing } from "./widget.ts";

/** Empty pixels between two labels. */
const LABEL_GAP_PX = 4;

/** Hours from one label to the next, and the widths of a label that they need at least. */
const STEPS = [
  { hours: 3, widths: 2.3 },
  { hours: 6, widths: 1.9 },
] as const;

/** Places of the hours of a day on an axis, pixels. */
interface HourAxis {
  /** Left edge of the first hour. */
  readonly x: number;
  readonly hourPx: number;
  readonly baseline: number;
}

/** Writes the hours of the clock at the boundaries between them, the first and the last within the plot. */
export function drawHourLabels(
  { pen, type, format }: Pick<Drawing, "pen" | "type" | "format">,
  labels: readonly HourLabel[],
  { x: left, hourPx, baseline }: HourAxis,
): void {
  const style = labelStyle(type);
  const width = pen.width("24", style);
  const step = STEPS.find(({ hours, widths }) => hours * hourPx >= widths * width)?.hours ?? 12;
  let taken = -Infinity;
  for (const { index, hour } of labels) {
    if (hour % step !== 0) continue;
    const align = index === 0 ? "left" : index === labels.at(-1)?.index ? "right" : "center";
    const [x, own] = [left + Math.round(index * hourPx), pen.width(format.hour(hour), style)];
    const start = { left: x, center: x - Math.round(own / 2), right: x - own }[align];
    if (start < taken) continue; // an hour that is repeated, right beside itself
    pen.text(format.hour(hour), x, baseline, style, align);
    taken = start + own + LABEL_GAP_PX;
  }
}
