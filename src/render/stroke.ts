import { type Box, sameBox } from "../draw/box.ts";
import type { Align, Fill, Ink, Mark, MarkLine, Pen, TextStyle } from "../draw/pen.ts";

/** One call of a pen that draws, as plain data. */
export type Stroke =
  | { readonly kind: "fill"; readonly box: Box; readonly ink: Ink; readonly fill: Fill }
  | { readonly kind: "mark"; readonly box: Box; readonly mark: Mark; readonly line: MarkLine }
  | { readonly kind: "shade"; readonly box: Box; readonly share: number }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly x: number;
      readonly baseline: number;
      readonly style: TextStyle;
      readonly align: Align;
    };

/** Draws with a pen what was recorded. */
export function drawStrokes(pen: Pen, strokes: readonly Stroke[]): void {
  for (const stroke of strokes)
    switch (stroke.kind) {
      case "fill":
        pen.fill(stroke.box, stroke.ink, stroke.fill);
        break;
      case "mark":
        pen.mark(stroke.box, stroke.mark, stroke.line);
        break;
      case "shade":
        pen.shade(stroke.box, stroke.share);
        break;
      case "text":
        pen.text(stroke.text, stroke.x, stroke.baseline, stroke.style, stroke.align);
        break;
    }
}

/** Tells whether two drawings are the same, and so on one pen the same to the pixel. */
export function sameStrokes(one: readonly Stroke[], other: readonly Stroke[]): boolean {
  return one.length === other.length && one.every((stroke, i) => isSame(stroke, other[i] as Stroke));
}

function isSame(a: Stroke, b: Stroke): boolean {
  switch (a.kind) {
    case "fill":
      return b.kind === "fill" && a.ink === b.ink && a.fill === b.fill && sameBox(a.box, b.box);
    case "mark":
      return b.kind === "mark" && a.mark === b.mark && a.line === b.line && sameBox(a.box, b.box);
    case "shade":
      return b.kind === "shade" && a.share === b.share && sameBox(a.box, b.box);
    case "text":
      return b.kind === "text" && a.text === b.text && isSamePlace(a, b) && isSameStyle(a.style, b.style);
  }
}

type Text = Extract<Stroke, { readonly kind: "text" }>;

function isSamePlace(a: Text, b: Text): boolean {
  return a.x === b.x && a.baseline === b.baseline && a.align === b.align;
}

function isSameStyle(a: TextStyle, b: TextStyle): boolean {
  return a.px === b.px && a.face === b.face && a.ink === b.ink && a.finish === b.finish;
}
