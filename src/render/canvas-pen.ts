import { type Box, contains, hullOf } from "../draw/box.ts";
import type { Align, Fill, Ink, Metrics, Pen, TextStyle } from "../draw/pen.ts";
import { WattframeError } from "../errors.ts";
import type { Palette } from "../raster/palette.ts";
import type { CanvasModule, Context, Surface } from "./canvas.ts";
import { Glyphs, prepareText } from "./glyphs.ts";
import { drawOutlined } from "./outlined-text.ts";
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
  #texts: DrawnText[] = [];
  readonly #canvas: CanvasModule;
  readonly #ctx: Context;
  readonly #glyphs: Glyphs;
  readonly #settings: PenSettings;
  readonly #patterns = new Map<string, CanvasPattern>();
  #within: Box;

  constructor(canvas: CanvasModule, surface: Surface, settings: PenSettings) {
    this.#canvas = canvas;
    this.#ctx = surface.getContext("2d", { pixelFormat: "RGB24", alpha: false });
    this.#settings = settings;
    this.#glyphs = new Glyphs(canvas, settings.palette.antialias);
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
    this.#ctx.antialias = "none";
    this.#ctx.fillStyle = this.#style(ink, fill);
    this.#ctx.fillRect(box.x, box.y, box.width, box.height);
  }

  text(text: string, x: number, baseline: number, style: TextStyle, align: Align = "left"): void {
    const { letters } = this.#glyphs.set(text, style);
    const width = this.width(text, style);
    const start = { left: x, center: x - Math.round(width / 2), right: x - width }[align];
    const hung = this.#inkOf(letters, start - this.#glyphs.bearing(style), baseline, style);
    if (!hung) return;
    // A letter that reaches further than a digit, such as T, would exceed the width that was measured.
    const shift = Math.max(0, start - hung.x) || Math.min(0, start + width - hung.x - hung.width);
    const left = start - this.#glyphs.bearing(style) + shift;
    const ink = { ...hung, x: hung.x + shift };
    this.#check(`the text "${text}"`, ink);
    this.#texts.push({ text, x: ink.x, y: ink.y, w: ink.width, h: ink.height, px: style.px });
    const paint = (ctx: Context) => {
      prepareText(ctx, style, this.#settings.palette.antialias);
      for (const { letter, x: offset } of letters) ctx.fillText(letter, left + offset, baseline);
    };
    this.#ctx.fillStyle = this.#colour(style.ink ?? "ink");
    if (style.finish === "outlined")
      drawOutlined(this.#canvas, this.#ctx, { ink, paint, colours: this.#outlinedColours(style) });
    else paint(this.#ctx);
    if (style.finish === "struck") this.#strike(ink, style);
  }

  width(text: string, style: TextStyle): number {
    const { letters, width } = this.#glyphs.set(text, style);
    return Math.max(width - 2 * this.#glyphs.bearing(style), this.#inkOf(letters, 0, 0, style)?.width ?? 0);
  }

  metrics(style: TextStyle): Metrics {
    return this.#glyphs.metrics(style);
  }

  #strike(ink: Box, style: TextStyle): void {
    const y = ink.y + Math.round(ink.height / 2) - 1;
    this.fill({ x: ink.x, y, width: ink.width, height: 2 }, style.ink ?? "ink");
  }

  #inkOf(letters: readonly { letter: string; x: number }[], left: number, baseline: number, style: TextStyle) {
    const boxes = letters.flatMap(({ letter, x }) => {
      const { ink } = this.#glyphs.glyph(letter, style);
      return ink ? [{ ...ink, x: ink.x + left + x, y: ink.y + baseline }] : [];
    });
    return boxes.length === 0 ? undefined : hullOf(boxes);
  }

  #check(what: string, box: Box): void {
    if (!contains(this.#within, box)) this.#settings.onOverflow?.(what, box);
  }

  #style(ink: Ink, fill: Fill) {
    if (fill === "solid") return this.#colour(ink);
    const key = `${ink} ${fill}`;
    const pattern = this.#patterns.get(key) ?? patternOf(this.#canvas, this.#ctx, fill, this.#colour(ink));
    this.#patterns.set(key, pattern);
    return pattern.style;
  }

  #outlinedColours(style: TextStyle) {
    return { ink: this.#rgb(style.ink ?? "ink"), paper: this.#rgb("paper") };
  }

  #colour(ink: Ink): string {
    return `#${this.#rgb(ink).toString(16).padStart(6, "0")}`;
  }

  #rgb(ink: Ink): number {
    const { palette, theme } = this.#settings;
    const { roles } = palette;
    const index = theme === "dark" ? inTheDark(ink, roles) : roles[ink];
    return palette.inks[index] ?? 0;
  }
}

/** The ink of a role on dark paper: ink and paper change places, and whatever is drawn in ink on light paper goes along. */
function inTheDark(ink: Ink, roles: Palette["roles"]): number {
  if (ink === "paper") return roles.ink;
  return ink === "muted" || roles[ink] === roles.ink ? roles.paper : roles[ink];
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
