import { z } from "zod";
import { type Box, columns, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { dashedDown, framed, RULE_PX } from "../draw/shapes.ts";
import { FUSE_POSITION, NEAR_FUSE } from "../view/fuse-ruler.ts";
import type { PhaseView } from "../view/parts/phases.ts";
import { phaseSentence } from "../view/phase-sentence.ts";
import { drawHeading, headingHeight } from "./heading.ts";
import { baselineIn, footBaseline, sentenceHeight } from "./line.ts";
import { bodyStyle, figureStyle, smallStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({
  heading: z.boolean().default(true).describe("Write the heading and the ruler's amperes above the bars."),
  sentence: z.boolean().default(true).describe("Say below which phase is near its fuse, and the difference."),
});

/** A row is no taller than this times its number: one phase alone is a bar, not a block. */
const TALLEST_ROW = 2.2;
/** Least gap between two rows, pixels. */
const LEAST_GAP_PX = 2;

/** Words of the widget. */
export interface PhaseBarsWords {
  /** Heading. */
  readonly phases: string;
  /** In place of a bar. */
  readonly notReported: string;
  /** Before the difference between the phases, amperes. */
  readonly difference: string;
}

type PhasesDrawing = Drawing<"phases" | "balance", PhaseBarsWords>;

/**
 * One bar per phase against the main fuse on one ruler: dashed at 80 %, solid at 100 %. The fullest phase is marked.
 * Import is solid, export hatched with its sign, an unknown direction light; a stale bar is
 * outlined, and an absent phase is named in words.
 */
export const phaseBars = widget({
  kind: "phase-bars",
  reads: ["phases", "balance"],
  options,
  minimum: ({ bodyPx, figurePx }, settings) => ({
    width: Math.ceil(9 * bodyPx + 2.4 * figurePx),
    height: Math.ceil(leastBarsHeight(Math.max(bodyPx, figurePx), settings) + linesBeside(settings) * bodyPx),
  }),
  draw: (drawing: PhasesDrawing, settings) => {
    const { pen, box, view, type } = drawing;
    const top = settings.heading ? headingHeight(pen, type) : 0;
    const bottom = settings.sentence ? sentenceHeight(pen, type) : 0;
    const room = { ...box, y: box.y + top, height: box.height - top - bottom };
    const tallest = view.phases.length * TALLEST_ROW * Math.max(type.bodyPx, type.figurePx);
    const area = { ...room, height: Math.min(room.height, Math.round(tallest)) };
    const bars = { ...drawing, ...barColumns(drawing, area) };
    const tracks = view.phases.map(() => "1fr" as const);
    const lines = rows(area, tracks, Math.max(LEAST_GAP_PX, Math.round(room.height / 14)));
    for (const [i, phase] of view.phases.entries()) drawPhase(bars, lines[i] ?? area, phase);
    drawRuler(bars, area);
    if (settings.heading) drawRulerHeading(bars);
    if (settings.sentence) drawFooter(drawing);
  },
});

/** Least height of three rows. Letters and commas that reach beyond them need room where no text is above or below. */
function leastBarsHeight(px: number, { heading, sentence }: z.infer<typeof options>): number {
  return heading && sentence ? 3 * px : 3 * 1.14 * px + 2 * LEAST_GAP_PX;
}

/** Lines of text above and below the bars, with their space. */
function linesBeside({ heading, sentence }: z.infer<typeof options>): number {
  return (heading ? 1.75 : 0) + (sentence ? 1.5 : 0);
}

/** Columns that all bars share. */
interface BarColumns {
  readonly label: Box;
  readonly bar: Box;
  readonly amount: Box;
  /** x of the fuse, and of the mark near it. */
  readonly fuseX: number;
  readonly nearX: number;
}

type BarsDrawing = PhasesDrawing & BarColumns;

function barColumns({ pen, type, format }: PhasesDrawing, area: Box): BarColumns {
  const gap = Math.round(type.bodyPx / 2);
  const labelWidth = pen.width("L2", bodyStyle(type)) + gap;
  const amountWidth = pen.width(format.amperes(-88.8), figureStyle(type));
  const [label = area, bar = area, amount = area] = columns(area, [labelWidth, "1fr", amountWidth], gap);
  const at = (share: number) => bar.x + Math.round(bar.width * FUSE_POSITION * share);
  return { label, bar, amount, fuseX: at(1), nearX: at(NEAR_FUSE) };
}

function drawPhase(bars: BarsDrawing, line: Box, phase: PhaseView): void {
  const { pen, bar, amount, type, words, format } = bars;
  drawName(bars, line, phase);
  if (phase.currentA === undefined) {
    const style = bodyStyle(type);
    const lowest = line.y + line.height - pen.metrics(style).descent;
    pen.text(words.notReported, bar.x, Math.min(baselineIn(pen, line, style), lowest), style);
    return;
  }
  drawBar(bars, line, phase);
  const style: TextStyle = { ...figureStyle(type), finish: phase.state === "fresh" ? "solid" : "struck" };
  const right = amount.x + amount.width;
  pen.text(format.amperes(phase.currentA), right, baselineIn(pen, line, style), style, "right");
}

function drawName({ pen, label, type }: BarsDrawing, line: Box, { name, isWorst }: PhaseView): void {
  const style: TextStyle = { ...bodyStyle(type), ink: isWorst ? "paper" : "ink" };
  if (isWorst) pen.fill({ ...label, y: line.y, height: line.height });
  pen.text(name, label.x + Math.round(label.width / 2), baselineIn(pen, line, style), style, "center");
}

function drawBar({ pen, bar, fuseX, view }: BarsDrawing, line: Box, phase: PhaseView): void {
  const { mainFuseA } = view.meter;
  const inset = Math.min(4, Math.floor(line.height / 8));
  const room = { ...bar, y: line.y + inset, height: line.height - 2 * inset };
  const currentA = phase.currentA ?? 0;
  const full = fuseX - bar.x;
  const width = Math.min(bar.width, Math.round((Math.abs(currentA) / mainFuseA) * full));
  const rest = { ...room, x: room.x + width, width: Math.max(0, full - width) };
  pen.fill(rest, "muted", "dots");
  const filled = { ...room, width: Math.max(width, RULE_PX) };
  if (phase.state !== "fresh") framed(pen, filled, "veil");
  else if (currentA < 0) framed(pen, filled, "hatch");
  else if (phase.direction === undefined) framed(pen, filled, "quarter", currentA >= mainFuseA ? "alert" : "ink");
  else pen.fill(filled, currentA >= mainFuseA ? "alert" : "ink");
}

/** Draws the marks through all bars: paper beside them, so that they show on a full bar too. */
function drawRuler({ pen, nearX, fuseX, view }: BarsDrawing, area: Box): void {
  if (isNothingReported(view.phases)) return;
  pen.fill({ x: nearX - RULE_PX, y: area.y, width: 3 * RULE_PX, height: area.height }, "paper");
  dashedDown(pen, { ...area, x: nearX });
  pen.fill({ x: fuseX - RULE_PX, y: area.y, width: 3 * RULE_PX, height: area.height }, "paper");
  pen.fill({ x: fuseX, y: area.y, width: RULE_PX, height: area.height });
}

/** Draws the heading, and the ruler's amperes where they have room beside it and each other. */
function drawRulerHeading(bars: BarsDrawing): void {
  const { pen, box, type, words, format, view } = bars;
  const baseline = drawHeading(bars, words.phases);
  if (isNothingReported(view.phases)) return;
  const style = smallStyle(type);
  const near = format.tick(view.meter.mainFuseA * NEAR_FUSE);
  const title = words.phases.toLocaleUpperCase(format.locale);
  const freeFrom = box.x + pen.width(title, bodyStyle(type)) + Math.round(style.px / 2);
  const fuseX = bars.fuseX - Math.round(style.px / 2);
  const nearX = bars.nearX + 1;
  const half = Math.ceil(pen.width(near, style) / 2);
  if (nearX - half >= freeFrom && nearX + half + style.px / 3 <= fuseX)
    pen.text(near, nearX, baseline, style, "center");
  if (fuseX >= freeFrom) pen.text(`${format.tick(view.meter.mainFuseA)} A`, fuseX, baseline, style);
}

function isNothingReported(phases: readonly PhaseView[]): boolean {
  return phases.every(({ currentA }) => currentA === undefined);
}

/** Draws the sentence on the phases, and the difference between them. */
function drawFooter({ pen, box, type, words, partWords, format, view }: PhasesDrawing): void {
  const style = bodyStyle(type);
  const baseline = footBaseline(pen, box, type);
  const { differenceA } = view.balance;
  const difference = differenceA === undefined ? "" : `${words.difference} ${format.amperes(differenceA)} A`;
  pen.text(difference, box.x + box.width, baseline, style, "right");
  const left = box.width - pen.width(difference, style) - type.bodyPx;
  const text = firstThatFits(pen, [phaseSentence(view, partWords.balance)], style, left);
  if (text) pen.text(text, box.x, baseline, style);
}
