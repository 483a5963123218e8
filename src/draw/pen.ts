import type { Box } from "./box.ts";
import type { PatternName } from "./pattern.ts";

/**
 * Role of what is drawn, not a colour: each palette resolves every role to one of its inks. `muted` is secondary, `alert` needs
 * action, `accent` is decoration.
 */
export type Ink = "paper" | "ink" | "muted" | "alert" | "accent";

/** Fill of an area: solid, or one of the fixed patterns. */
export type Fill = "solid" | PatternName;

/** Look of a text. */
export interface TextStyle {
  /** Size of the em square, pixels, whole. */
  readonly px: number;
  /** `text`: for words. `figures`: for numbers that stand alone, digits in cells of one width. Default `text`. */
  readonly face?: "text" | "figures";
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
  /** Fills a box. A box without area draws nothing. */
  fill(box: Box, ink?: Ink, fill?: Fill): void;
  /** Writes one string with its baseline at y. */
  text(text: string, x: number, baseline: number, style: TextStyle, align?: Align): void;
  /** Width of a string's ink, pixels. */
  width(text: string, style: TextStyle): number;
  metrics(style: TextStyle): Metrics;
}
