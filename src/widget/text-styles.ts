import type { Ink, TextStyle } from "../draw/pen.ts";
import type { TypeScale } from "./widget.ts";

/** From this size numbers are set in the face for figures, pixels. */
const FIGURES_FROM_PX = 20;

/** Style of words: headings, labels of rows, sentences. */
export function bodyStyle({ bodyPx }: TypeScale, ink: Ink = "ink"): TextStyle {
  return { px: bodyPx, ink };
}

/** Style of numbers in rows. */
export function figureStyle({ figurePx }: TypeScale, ink: Ink = "ink"): TextStyle {
  return { px: figurePx, face: figurePx >= FIGURES_FROM_PX ? "figures" : "text", ink };
}

/** Style of headings, labels, axes and units: less than what they belong to, where the panel has greys. */
export function labelStyle({ smallPx }: TypeScale, ink: Ink = "muted"): TextStyle {
  return { px: smallPx, ink };
}
