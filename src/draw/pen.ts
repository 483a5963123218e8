import type { Box } from "./box.ts";
import type { PatternName } from "./pattern.ts";

/**
 * Role of a line, a text or a block, not a colour: each palette has a colour for it. `muted` is for headings, axes and
 * units; `alarm` is the block of what is over its limit, and `alarmInk` what stands on it.
 */
export type Ink = "paper" | "ink" | "muted" | "alarm" | "alarmInk";

/**
 * Meaning of an area in a chart, not its pattern: each palette has a look for it. `out` is what went out, `alarmOut` the
 * same on an alarm block, `forecast` what is expected of a bar that still grows, `otherDay` a day that is not shown in
 * full, `track` the room of a bar, `grid` a line across a plot.
 */
export type Mark = "out" | "alarmOut" | "forecast" | "otherDay" | "track" | "grid";

/** Place of a mark's line in its box where the palette shows it as a line instead of an area. */
export type MarkLine = "top" | "middle" | "bottom";

/** Fill of an area: solid, or one of the fixed patterns. */
export type Fill = "solid" | PatternName;

/** Look of a text. */
export interface TextStyle {
  /** Size of the em square, pixels, whole. */
  readonly px: number;
  /**
   * `text`: for words. `figures`: for numbers that stand alone, digits in cells of one width. `label`: the face that words
   * have below 16 pixels, at any size. Default `text`.
   */
  readonly face?: "text" | "figures" | "label";
  readonly ink?: Ink;
  /** `hollow`: the edge of the letters alone, for large numbers that are out of date. Default `solid`. */
  readonly finish?: "solid" | "hollow";
}

/** Edge of a text's ink that its x means, or its middle. */
export type Align = "left" | "center" | "right";

/** Sizes of a style, whole pixels. */
export interface Metrics {
  /** Height of a capital or a digit above the baseline. */
  readonly capHeight: number;
  /** Depth of the lowest letters below the baseline. */
  readonly descent: number;
}

/** The drawing vocabulary of widgets: integer boxes and text. x to the right, y down, origin at the picture's top left. */
export interface Pen {
  /** True where the paper is dark. */
  readonly isDark?: boolean;
  /** Fills a box. A box without area draws nothing. */
  fill(box: Box, ink?: Ink, fill?: Fill): void;
  /** Draws an area by its meaning, the way of the palette; nothing where that shows none. */
  mark(box: Box, mark: Mark, line?: MarkLine): void;
  /** Draws an area by its share of the most, 0 to 1: the darker, or where there are no greys the higher, the more. */
  shade(box: Box, share: number): void;
  /** Writes one string with its baseline at y. */
  text(text: string, x: number, baseline: number, style: TextStyle, align?: Align): void;
  /** Width of a string's ink, pixels. */
  width(text: string, style: TextStyle): number;
  metrics(style: TextStyle): Metrics;
  /**
   * Called with a wording that is too long for its place, for whoever proves layouts. @param isLast whether there is no
   * shorter one, so that nothing is written
   */
  tooLong?(wording: string, isLast: boolean): void;
}
