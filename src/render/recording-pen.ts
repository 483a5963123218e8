import { type Box, hasArea } from "../draw/box.ts";
import type { Align, Fill, Ink, Mark, MarkLine, Metrics, Pen, TextStyle } from "../draw/pen.ts";
import type { FramePen } from "./frame-pen.ts";
import type { Stroke } from "./stroke.ts";

/** A pen that paints nothing and keeps what it was asked to draw. */
export class RecordingPen implements Pen {
  readonly isDark: boolean;
  /** What was drawn so far, in order. */
  readonly strokes: Stroke[] = [];
  readonly #painting: FramePen;

  /** @param painting the pen that the strokes are for, with which texts are measured */
  constructor(painting: FramePen) {
    this.#painting = painting;
    this.isDark = painting.isDark;
  }

  fill(box: Box, ink: Ink = "ink", fill: Fill = "solid"): void {
    if (hasArea(box)) this.strokes.push({ kind: "fill", box, ink, fill });
  }

  mark(box: Box, mark: Mark, line: MarkLine = "top"): void {
    if (hasArea(box)) this.strokes.push({ kind: "mark", box, mark, line });
  }

  shade(box: Box, share: number): void {
    this.strokes.push({ kind: "shade", box, share });
  }

  text(text: string, x: number, baseline: number, style: TextStyle, align: Align = "left"): void {
    this.strokes.push({ kind: "text", text, x, baseline, style, align });
  }

  width(text: string, style: TextStyle): number {
    return this.#painting.width(text, style);
  }

  metrics(style: TextStyle): Metrics {
    return this.#painting.metrics(style);
  }
}
