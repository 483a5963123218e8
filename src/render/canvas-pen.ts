import { type Box, contains } from "../draw/box.ts";
import type { Align, Fill, Ink, Mark, MarkLine, Metrics, Pen, TextStyle } from "../draw/pen.ts";
import { WattframeError } from "../errors.ts";
import type { Palette } from "../raster/palette.ts";
import type { CanvasModule, Context, Surface } from "./canvas.ts";
import { GlyphBitmaps } from "./glyph-bitmaps.ts";
import { type Glyphs, glyphsOf } from "./glyphs.ts";
import { drawHollow, hollowEdgePx } from "./hollow-text.ts";
import { type Looks, looksOf } from "./looks.ts";
import { fillingsOf } from "./marks.ts";
import { type CanvasPattern, patternOf } from "./patterns.ts";

/** One string as it was drawn: the smallest box of its ink. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly px: number;
}

/** Settings of a canvas pen. */
export interface PenSettings {
  readonly palette: Palette;
  readonly theme: "light" | "dark";
  /** Called when something is drawn outside the widget's box; the tests throw, a kiosk continues. */
  readonly onOverflow?: (what: string, box: Box) => void;
}

/** Draws on one canvas, a widget at a time, and remembers the strings it wrote. */
export class CanvasPen implements Pen {
  readonly isDark: boolean;
  #texts: DrawnText[] = [];
  readonly #canvas: CanvasModule;
  readonly #ctx: Context;
  readonly #glyphs: Glyphs;
  readonly #bitmaps: GlyphBitmaps;
  readonly #settings: PenSettings;
  readonly #looks: Looks;
  readonly #patterns = new Map<string, CanvasPattern>();
  #within: Box;

  constructor(canvas: CanvasModule, surface: Surface, settings: PenSettings) {
    this.#canvas = canvas;
    this.#ctx = surface.getContext("2d", { pixelFormat: "RGB24", alpha: false });
    this.#settings = settings;
    this.isDark = settings.theme === "dark";
    this.#looks = looksOf(settings.palette.kind, settings.theme);
    this.#glyphs = glyphsOf(canvas, settings.palette.antialias);
    this.#bitmaps = new GlyphBitmaps(canvas, this.#glyphs, settings.palette.antialias);
    this.#within = { x: 0, y: 0, width: surface.width, height: surface.height };
  }

  /** Begins a widget: what it draws has to stay within its box. */
  begin(box: Box): void {
    this.#within = box;
  }

  /** The strings written since the last call. */
  taken(): readonly DrawnText[] {
    const texts = this.#texts;
    this.#texts = [];
    return texts;
  }

  fill(box: Box, ink: Ink = "ink", fill: Fill = "solid"): void {
    if (box.width <= 0 || box.height <= 0) return;
    this.#check("a filled box", box);
    this.#paint(box, this.#looks.inks[ink], fill);
  }

  mark(box: Box, mark: Mark, line: MarkLine = "top"): void {
    const look = this.#looks.marks[mark];
    if (!look || box.width <= 0 || box.height <= 0) return;
    for (const filling of fillingsOf(box, look, line)) {
      this.#check(`the mark "${mark}"`, filling.box);
      this.#paint(filling.box, filling.colour, filling.fill);
    }
  }

  shade(box: Box, share: number): void {
    const { tones, inks } = this.#looks;
    const height = Math.round(share * box.height);
    const filled = tones.length > 0 ? box : { ...box, y: box.y + box.height - height, height };
    if (filled.width <= 0 || filled.height <= 0) return;
    this.#check("a shade", filled);
    this.#paint(filled, tones[Math.round(share * (tones.length - 1))] ?? inks.ink, "solid");
  }

  text(text: string, x: number, baseline: number, style: TextStyle, align: Align = "left"): void {
    const { letters, span, ink: ownInk } = this.#glyphs.set(text, style, align);
    if (!ownInk) return;
    const start = { left: x, center: x - Math.round(span.width / 2), right: x - span.width }[align];
    const left = start - span.x;
    const ink = { ...ownInk, x: left + ownInk.x, y: ownInk.y + baseline };
    this.#check(`the text "${text}"`, ink);
    this.#texts.push({ text, x: ink.x, y: ink.y, w: ink.width, h: ink.height, px: style.px });
    if (style.finish === "hollow") {
      const paint = (ctx: Context) => this.#bitmaps.draw(ctx, letters, left, baseline, "#000000");
      const { inks } = this.#looks;
      const colours = { ink: inks[style.ink ?? "ink"], paper: inks.paper };
      drawHollow(this.#canvas, this.#ctx, { ink, paint, edgePx: hollowEdgePx(style), colours });
    } else this.#bitmaps.draw(this.#ctx, letters, left, baseline, cssOf(this.#looks.inks[style.ink ?? "ink"]));
  }

  width(text: string, style: TextStyle): number {
    return this.#glyphs.set(text, style).ink?.width ?? 0;
  }

  metrics(style: TextStyle): Metrics {
    return this.#glyphs.metrics(style);
  }

  #check(what: string, box: Box): void {
    if (!contains(this.#within, box)) this.#settings.onOverflow?.(what, box);
  }

  #paint({ x, y, width, height }: Box, colour: number, fill: Fill): void {
    this.#ctx.antialias = "none";
    this.#ctx.fillStyle = this.#style(cssOf(colour), fill);
    this.#ctx.fillRect(x, y, width, height);
  }

  #style(colour: string, fill: Fill) {
    if (fill === "solid") return colour;
    const key = `${colour} ${fill}`;
    const pattern = this.#patterns.get(key) ?? patternOf(this.#canvas, this.#ctx, fill, colour);
    this.#patterns.set(key, pattern);
    return pattern.style;
  }
}

/** A colour, 0xRRGGBB, as the canvas takes it. */
function cssOf(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

/** Throws on any drawing outside a widget's box; what tests and `check` draw with. */
export function refuseOverflow(what: string, box: Box): never {
  throw new WattframeError(
    "LAYOUT_OVERFLOW",
    `${what} leaves its box at ${box.x},${box.y} ${box.width}×${box.height}`,
    {
      hint: "Give the widget more room in the layout.",
    },
  );
}
