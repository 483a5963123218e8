import type * as Canvas from "canvas";
import type { Box } from "../../src/draw/box.ts";
import { PATTERNS } from "../../src/draw/pattern.ts";
import type { Align, Fill, Ink, Mark, Metrics, Pen, TextStyle } from "../../src/draw/pen.ts";
import { RULE_PX } from "../../src/draw/shapes.ts";
import type { LayoutVariant } from "../../src/layout/layout.ts";
import { place } from "../../src/layout/place.ts";
import { FONTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { loadCanvas } from "../../src/render/canvas.ts";
import { FramePen } from "../../src/render/frame-pen.ts";
import { openLetters } from "../../src/render/open-letters.ts";
import { shownParts } from "../../src/render/renderer.ts";
import { pictureFormat } from "../../src/view/listed-writer.ts";
import type { PartialView } from "../../src/view/view.ts";
import { wordsFor } from "../../src/words/languages.ts";

/** One thing on a picture, as a program would draw it that knows nothing of panels. */
export type Shape =
  | { readonly kind: "area"; readonly box: Box; readonly colour: string; readonly fill: Fill }
  | { readonly kind: "outline"; readonly box: Box; readonly colour: string }
  | { readonly kind: "dots"; readonly box: Box; readonly colour: string }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly x: number;
      readonly baseline: number;
      readonly align: Align;
      readonly colour: string;
      readonly isHollow: boolean;
      readonly px: number;
      readonly family: string;
    };

const COLOURS: Readonly<Record<Ink, string>> = {
  paper: "white",
  ink: "black",
  muted: "black",
  alarm: "black",
  alarmInk: "white",
};

/** A pen that notes what is drawn; it measures as the pen of the program does. */
class NotingPen implements Pen {
  readonly shapes: Shape[] = [];
  readonly #measuring: Pen;

  constructor(measuring: Pen) {
    this.#measuring = measuring;
  }

  fill(box: Box, ink: Ink = "ink", fill: Fill = "solid"): void {
    this.shapes.push({ kind: "area", box, colour: COLOURS[ink], fill });
  }

  mark(box: Box, mark: Mark): void {
    const colour = mark === "alarmOut" ? "white" : "black";
    if (mark === "grid") this.shapes.push({ kind: "dots", box, colour });
    else if (mark === "otherDay")
      this.shapes.push({ kind: "area", box: { ...box, height: RULE_PX }, colour, fill: "solid" });
    else if (mark !== "track")
      this.shapes.push({ kind: "area", box, colour, fill: "hatch" }, { kind: "outline", box, colour });
  }

  shade(box: Box, share: number): void {
    const height = share * box.height;
    const filled = { ...box, y: box.y + box.height - height, height };
    this.shapes.push({ kind: "area", box: filled, colour: "black", fill: "solid" });
  }

  text(text: string, x: number, baseline: number, style: TextStyle, align: Align = "left"): void {
    const { px, ink = "ink", face, finish } = style;
    const family = face === "figures" ? "Wattframe Figures" : "Wattframe Words";
    const isHollow = finish === "hollow";
    this.shapes.push({ kind: "text", text, x, baseline, align, colour: COLOURS[ink], isHollow, px, family });
  }

  width(text: string, style: TextStyle): number {
    return this.#measuring.width(text, style);
  }

  metrics(style: TextStyle): Metrics {
    return this.#measuring.metrics(style);
  }
}

/** Everything on the picture of a view, in the order in which it is drawn. */
export async function shapesOf(variant: LayoutVariant, view: PartialView): Promise<readonly Shape[]> {
  const letters = openLetters(FONTS_FOLDER);
  const pen = new NotingPen(new FramePen(letters, variant, { palette: BLACK_WHITE, theme: "light" }));
  const scene = {
    view,
    words: wordsFor(view.locale),
    format: pictureFormat(view.locale, view.timeZone),
    type: variant.type,
  };
  for (const part of shownParts(place(variant), view)) part.draw(pen, part.box, scene);
  return pen.shapes;
}

/** A canvas as the library makes it by default, and pictures of shapes on it. */
export class PlainDrawing {
  readonly #canvas: typeof Canvas;
  readonly #surface: Canvas.Canvas;
  readonly #patterns = new Map<string, ReturnType<Canvas.CanvasRenderingContext2D["createPattern"]>>();
  readonly #tiles: Canvas.Canvas[] = [];

  private constructor(canvas: typeof Canvas, width: number, height: number) {
    this.#canvas = canvas;
    this.#surface = canvas.createCanvas(width, height);
  }

  static of(width: number, height: number): PlainDrawing {
    return new PlainDrawing(loadCanvas(FONTS_FOLDER), width, height);
  }

  /** Draws shapes on white and returns the PNG that the library makes of it. */
  png(shapes: readonly Shape[]): Uint8Array {
    const ctx = this.#surface.getContext("2d");
    ctx.fillStyle = "white";
    ctx.fillRect(0, 0, this.#surface.width, this.#surface.height);
    for (const shape of shapes) this.#draw(ctx, shape);
    return this.#surface.toBuffer("image/png");
  }

  #draw(ctx: Canvas.CanvasRenderingContext2D, shape: Shape): void {
    ctx.fillStyle = shape.colour;
    ctx.strokeStyle = shape.colour;
    ctx.lineWidth = RULE_PX;
    if (shape.kind === "text") {
      ctx.font = `${shape.px}px "${shape.family}"`;
      ctx.textAlign = shape.align;
      if (shape.isHollow) ctx.strokeText(shape.text, shape.x, shape.baseline);
      else ctx.fillText(shape.text, shape.x, shape.baseline);
      return;
    }
    const { x, y, width, height } = shape.box;
    if (shape.kind === "outline") ctx.strokeRect(x + 1, y + 1, width - 2, height - 2);
    else if (shape.kind === "dots") {
      ctx.setLineDash([2, 6]);
      ctx.beginPath();
      ctx.moveTo(x, y + 1);
      ctx.lineTo(x + width, y + 1);
      ctx.stroke();
      ctx.setLineDash([]);
    } else {
      if (shape.fill !== "solid") ctx.fillStyle = this.#pattern(ctx, shape.colour, shape.fill);
      ctx.fillRect(x, y, width, height);
    }
  }

  #pattern(ctx: Canvas.CanvasRenderingContext2D, colour: string, fill: Exclude<Fill, "solid">) {
    const key = `${colour} ${fill}`;
    const known = this.#patterns.get(key);
    if (known) return known;
    const rows = PATTERNS[fill];
    const tile = this.#canvas.createCanvas(rows[0].length, rows.length);
    const pen = tile.getContext("2d");
    pen.fillStyle = colour;
    rows.forEach((row, y) => {
      Array.from(row).forEach((mark, x) => {
        if (mark === "#") pen.fillRect(x, y, 1, 1);
      });
    });
    const pattern = ctx.createPattern(tile, "repeat");
    this.#tiles.push(tile);
    this.#patterns.set(key, pattern);
    return pattern;
  }
}
