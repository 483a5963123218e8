import type { Box } from "../draw/box.ts";
import type { DayQuarters } from "../view/parts/two-weeks.ts";
import { platePadding } from "./measures.ts";
import type { Drawing } from "./widget.ts";

/** Quarters of a usual day. */
const USUAL = 96;

/** A plot of days by the quarter: the same columns in every chart of one width. */
export interface QuarterPlot {
  readonly x: number;
  /** From one quarter to the next, pixels. */
  readonly pitch: number;
  readonly width: number;
}

/** The plot at the right of a box, left of it room for labels. @param labels room asked for, pixels */
export function quarterPlot({ box, type }: Pick<Drawing, "box" | "type">, labels: number): QuarterPlot {
  const room = box.width - platePadding(type) - labels;
  const pitch = Math.max(1, Math.floor(room / USUAL));
  const width = pitch * USUAL;
  return { x: box.x + box.width - width, pitch, width };
}

/** Box of one quarter of a day; a day of 23 or 25 hours fills the same width. */
export function quarterBox({ x, width }: QuarterPlot, { count }: Pick<DayQuarters, "count">, index: number): Box {
  const left = Math.round((index * width) / count);
  return { x: x + left, y: 0, width: Math.round(((index + 1) * width) / count) - left, height: 0 };
}

/** The highest mean power from the grid of some days, watts. */
export function highestOf(days: readonly DayQuarters[]): number {
  return Math.max(0, ...days.flatMap(({ quarters }) => quarters.map((watts) => watts ?? 0)));
}
