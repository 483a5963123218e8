import { type Box, contains, hasArea, hullOf, inset } from "../draw/box.ts";
import { PATTERNS } from "../draw/pattern.ts";
import type { Align, Fill, Ink, Mark, MarkLine, Metrics, Pen, TextStyle } from "../draw/pen.ts";
import type { Size } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import type { Frame } from "../raster/frame.ts";
import type { Palette } from "../raster/palette.ts";
import { type Glyphs, glyphsOf } from "./glyphs.ts";
import { drawHollow, hollowEdgePx } from "./hollow-text.ts";
import type { Letters } from "./letters.ts";
import { type Looks, looksOf } from "./looks.ts";
import { fillingsOf } from "./marks.ts";
import { newFrame, paintBox, paintCoverage, paintPattern } from "./paint.ts";

/** Smoothed edges of letters reach further than their ink by this. */
const SMOOTHED_PX = 1;

/** One string as it was drawn: the smallest box of its ink. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly px: number;
}

/** Settings of a pen. */
export interface PenSettings {
  readonly palette: Palette;
  readonly theme: "light" | "dark";
  /** Called when something is drawn outside the widget's box; the tests throw, a kiosk continues. */
  readonly onOverflow?: (what: string, box: Box) => void;
}

/** What was painted. */
export interface Painted {
  /** Strings at their places. */
  readonly texts: readonly DrawnText[];
  /** A box with all pixels that were painted; absent where there are none. */
  readonly extent?: Box;
}

/** Paints one frame, a widget at a time, and notes where. */
export class FramePen implements Pen {
  readonly isDark: boolean;
  /** What was drawn so far. */
  readonly frame: Frame;
  #texts: DrawnText[] = [];
  #extent: Box | undefined;
  readonly #glyphs: Glyphs;
  readonly #settings: PenSettings;
  readonly #looks: Looks;
  #within: Box;

  constructor(letters: Letters, { width, height }: Size, settings: PenSettings) {
    this.frame = newFrame(width, height);
    this.#settings = settings;
    this.isDark = settings.theme === "dark";
    this.#looks = looksOf(settings.palette.kind, settings.theme);
    this.#glyphs = glyphsOf(letters, settings.palette.antialias);
    this.#within = { x: 0, y: 0, width, height };
  }

  /** Begins a widget: what it draws has to stay within its box. */
  begin(box: Box): void {
    this.#within = box;
  }

  /** What was painted since the last call. */
  taken(): Painted {
    const [texts, extent] = [this.#texts, this.#extent];
    [this.#texts, this.#extent] = [[], undefined];
    return { texts, ...(extent && { extent }) };
  }

  fill(box: Box, ink: Ink = "ink", fill: Fill = "solid"): void {
    if (!hasArea(box)) return;
    this.#check("a filled box", box);
    this.#paint(box, this.#looks.inks[ink], fill);
  }

  mark(box: Box, mark: Mark, line: MarkLine = "top"): void {
    const look = this.#looks.marks[mark];
    if (!look || !hasArea(box)) return;
    for (const filling of fillingsOf(box, look, line)) {
      this.#check(`the mark "${mark}"`, filling.box);
      this.#paint(filling.box, filling.colour, filling.fill);
    }
  }

  shade(box: Box, share: number): void {
    const { tones, inks } = this.#looks;
    const height = Math.round(share * box.height);
    const filled = tones.length > 0 ? box : { ...box, y: box.y + box.height - height, height };
    if (!hasArea(filled)) return;
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
    this.#reaches(inset(ink, -SMOOTHED_PX));
    this.#texts.push({ text, x: ink.x, y: ink.y, w: ink.width, h: ink.height, px: style.px });
    const { inks } = this.#looks;
    const colour = inks[style.ink ?? "ink"];
    if (style.finish === "hollow") {
      const colours = { ink: colour, paper: inks.paper };
      drawHollow(this.frame, { ink, letters, x: left, baseline, edgePx: hollowEdgePx(style), colours });
    } else
      for (const { x: at, glyph } of letters)
        if (glyph.coverage) paintCoverage(this.frame, glyph.coverage, left + at, baseline, colour);
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

  #reaches(box: Box): void {
    this.#extent = this.#extent && !contains(this.#extent, box) ? hullOf([this.#extent, box]) : (this.#extent ?? box);
  }

  #paint(box: Box, colour: number, fill: Fill): void {
    this.#reaches(box);
    if (fill === "solid") paintBox(this.frame, box, colour);
    else paintPattern(this.frame, box, PATTERNS[fill], colour);
  }
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
