import { RULE_PX } from "../draw/shapes.ts";
import { NEAR_FUSE } from "../view/fuse-ruler.ts";
import type { PhaseView } from "../view/parts/phases.ts";
import type { BlockInks } from "./measures.ts";
import { labelStyle } from "./text-styles.ts";
import type { Drawing, TypeScale } from "./widget.ts";

/** Places of the bars and their ruler, pixels. */
export interface Ruler {
  /** Left edge of the bars, and their room. */
  readonly x: number;
  readonly width: number;
  /** Top of the first bar, and the ruler's line. */
  readonly top: number;
  readonly y: number;
  /** Left edge of the fuse's line. */
  readonly fuseX: number;
  /** Main fuse, amperes. */
  readonly fuseA: number;
}

/** Labels of a ruler: every 5 or 10 A, those of its marks alone, or neither labels nor a line. */
type RulerLabels = "amperes" | "fuse" | "none";

interface RulerDrawing extends Drawing {
  readonly ruler: Ruler;
  readonly inks: BlockInks;
}

/** Width of the fuse's line, on bars lower than {@link LOW_BAR_PX}, and from {@link HIGH_BAR_PX} on. */
const FUSE_PX = 4;
const THIN_FUSE_PX = 2;
const BROAD_FUSE_PX = 6;
const LOW_BAR_PX = 14;
const HIGH_BAR_PX = 64;
const DASH_PX = 4;
const TICK_PX = 6;
/** From this fuse the ruler has a tick every 10 A. */
const WIDE_FROM_A = 35;
/** Empty pixels between the ink of two labels. */
const LABEL_GAP_PX = 4;

/** Height of the ruler's ticks and labels below its line, pixels. */
export function labelsHeight({ smallPx }: TypeScale): number {
  return TICK_PX + smallPx + 1;
}

/** Draws the fuse and the mark at 80 % of it through the bars: in the other colour where a bar is. */
export function drawMarks(
  drawing: RulerDrawing,
  phases: readonly PhaseView[],
  { bar, pitch }: { readonly bar: number; readonly pitch: number },
  labels: RulerLabels,
): void {
  const { pen, ruler, inks } = drawing;
  const above = Math.min(6, Math.round(bar / 5));
  const top = ruler.top - above;
  const near = xOf(ruler, NEAR_FUSE * ruler.fuseA);
  /** Tops of the bars that cover an x. */
  const barsAt = (x: number) =>
    phases.flatMap(({ currentA = 0 }, i) => (x < xOf(ruler, Math.abs(currentA)) ? [ruler.top + i * pitch] : []));
  const inkAt = (y: number, bars: readonly number[]) =>
    bars.some((from) => y >= from && y < from + bar) ? inks.paper : inks.ink;
  const width = bar < LOW_BAR_PX ? THIN_FUSE_PX : bar < HIGH_BAR_PX ? FUSE_PX : BROAD_FUSE_PX;
  const below = { amperes: RULE_PX + TICK_PX, fuse: RULE_PX, none: 0 }[labels];
  const end = Math.min(drawing.box.y + drawing.box.height, ruler.y + below);
  const nearBars = barsAt(near);
  for (let y = top; y < Math.min(end, ruler.y); y += 2)
    if ((y - top) % (2 * DASH_PX) < DASH_PX)
      pen.fill({ x: near, y, width: RULE_PX, height: Math.min(2, end - y) }, inkAt(y, nearBars));
  const fuseBars = barsAt(ruler.fuseX + width - 1);
  const edges = [...fuseBars.flatMap((from) => [from, from + bar]), end];
  for (let y = top; y < end; ) {
    const next = Math.min(...edges.filter((edge) => edge > y));
    pen.fill({ x: ruler.fuseX, y, width, height: next - y }, inkAt(y, fuseBars));
    y = next;
  }
}

/** Draws the line with its ticks and labels below the bars. */
export function drawRuler(drawing: RulerDrawing, labels: RulerLabels): void {
  const { pen, ruler, inks, type } = drawing;
  if (labels === "none") return;
  pen.fill({ x: ruler.x, y: ruler.y, width: ruler.width, height: RULE_PX }, inks.ink);
  const step = ruler.fuseA >= WIDE_FROM_A ? 10 : 5;
  const ticks =
    labels === "fuse"
      ? [NEAR_FUSE * ruler.fuseA]
      : Array.from({ length: Math.ceil(ruler.fuseA / step) }, (_, i) => i * step);
  if (labels === "amperes")
    for (const amperes of ticks)
      pen.fill({ x: xOf(ruler, amperes), y: ruler.y, width: RULE_PX, height: TICK_PX }, inks.ink);
  const style = labelStyle(type, inks.ink === "ink" ? "muted" : inks.ink);
  const baseline = ruler.y + (labels === "fuse" ? 0 : TICK_PX) + type.smallPx;
  drawLabels(drawing, ticks, baseline, style);
}

function drawLabels(
  { pen, ruler, format, box }: RulerDrawing,
  ticks: readonly number[],
  baseline: number,
  style: ReturnType<typeof labelStyle>,
): void {
  const fuse = format.tick(ruler.fuseA);
  const fuseX = ruler.fuseX + FUSE_PX / 2 - Math.round(pen.width(fuse, style) / 2);
  const fuseText = [`${fuse} A`, fuse].find((text) => fuseX + pen.width(text, style) <= box.x + box.width) ?? "";
  pen.text(fuseText, fuseX, baseline, style);
  let takenX = fuseX;
  for (const amperes of [...ticks].reverse()) {
    const text = format.tick(amperes);
    const width = pen.width(text, style);
    const x = xOf(ruler, amperes) + RULE_PX / 2 - Math.round(width / 2);
    if (x + width + LABEL_GAP_PX > takenX) continue;
    pen.text(text, x, baseline, style);
    takenX = x;
  }
}

function xOf({ x, fuseX, fuseA }: Ruler, amperes: number): number {
  return x + Math.round((amperes / fuseA) * (fuseX - x));
}
