import type { HourLabel } from "../view/parts/hour-labels.ts";
import { labelStyle } from "./text-styles.ts";
import type { Drawing } from "./widget.ts";

/** Empty pixels between two labels. */
const LABEL_GAP_PX = 4;

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
  const isWide = 3 * hourPx >= 2.3 * pen.width("24", style);
  let taken = -Infinity;
  for (const { index, hour } of labels) {
    if (!isWide && hour % 6 !== 0) continue;
    const align = index === 0 ? "left" : index === labels.at(-1)?.index ? "right" : "center";
    const [x, width] = [left + index * hourPx, pen.width(format.hour(hour), style)];
    const start = { left: x, center: x - Math.round(width / 2), right: x - width }[align];
    if (start < taken) continue; // an hour that is repeated, right beside itself
    pen.text(format.hour(hour), x, baseline, style, align);
    taken = start + width + LABEL_GAP_PX;
  }
}
