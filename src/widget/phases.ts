import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { faultOf } from "../view/parts/life.ts";
import type { PhaseView } from "../view/parts/phases.ts";
import { drawFault, drawSmallFault } from "./fault-block.ts";
import {
  type BlockInks,
  blockTop,
  drawPlate,
  headingBaseline,
  platePadding,
  sentencePitch,
  writeFirst,
} from "./measures.ts";
import { drawMarks, drawRuler, labelsHeight, type Ruler } from "./phase-ruler.ts";
import { overTitle, type PhasesDrawing, phaseSentences } from "./phase-sentences.ts";
import { bodyStyle, figureStyle, labelStyle } from "./text-styles.ts";
import { type TypeScale, widget } from "./widget.ts";

const bleed = () => z.int().min(0).max(200).default(0);

const options = () =>
  z.strictObject({
    heading: z.boolean().default(true).describe("Write the heading above the bars."),
    sentence: z.boolean().default(true).describe("Write what is left on the fuse below the bars."),
    ruler: z
      .enum(["amperes", "fuse", "none"])
      .default("amperes")
      .describe("Labels of the ruler: every 5 A, or its marks alone."),
    bar: z.int().min(4).max(200).optional().describe("Height of a bar, pixels."),
    pitch: z.int().min(5).max(300).optional().describe("From the top of one bar to the next, pixels."),
    names: z.int().min(20).max(600).optional().describe("Room for the names and amperes beside the bars, pixels."),
    beyond: z.number().min(0.05).max(1).default(0.22).describe("Room of the bars beyond the fuse, as a share of it."),
    bleed: z
      .strictObject({ top: bleed(), right: bleed(), bottom: bleed(), left: bleed() })
      .default({ top: 0, right: 0, bottom: 0, left: 0 })
      .describe("Pixels around the content that belong to the box for the black block of an overload."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/**
 * One bar per phase against the main fuse. Import is solid, export hatched with its sign. Over the fuse the whole block
 * is exchanged; without present values it says what is wrong instead.
 */
export const phases = widget({
  kind: "phases",
  description:
    "one bar per phase against the main fuse on a ruler, and what is left: import solid, export hatched; over the fuse the whole block turns, without present values it says what is wrong",
  reads: ["phases", "balance", "phaseDay", "life"],
  options,
  minimum: (type, settings) => {
    const { bar, pitch } = barSizes(type, settings);
    const { top, right, bottom, left } = settings.bleed;
    const above = settings.heading ? 1.6 * type.bodyPx : topGap(bar);
    const sentence = settings.sentence && settings.ruler !== "fuse" ? 1.35 * type.bodyPx : 0;
    const quarter = bar / 4;
    const names = settings.names ?? 3 * type.bodyPx + 2.4 * type.figurePx;
    const comma = Math.max(0, 0.52 * type.figurePx - bar / 2);
    const ruler = { amperes: quarter + labelsHeight(type) + 4, fuse: quarter + type.smallPx + 2, none: comma }[
      settings.ruler
    ];
    return {
      width:
        Math.ceil(settings.sentence ? 9 * type.bodyPx + 2.4 * type.figurePx : names + LEAST_BARS_PX) + left + right,
      height: Math.ceil(above + 2 * pitch + bar + ruler + sentence) + top + bottom,
    };
  },
  draw: (drawing: PhasesDrawing, settings) => {
    const { box, view } = drawing;
    const { bleed: around } = settings;
    const room = {
      x: box.x + around.left,
      y: box.y + around.top,
      width: box.width - around.left - around.right,
      height: box.height - around.top - around.bottom,
    };
    const problem = faultOf(view.life);
    if (problem && settings.ruler === "none") drawSmallFault(drawing, problem);
    else if (problem) drawFault(drawing, room, problem);
    else drawBlock(drawing, room, settings);
  },
});

/** Room of the bars at least, pixels. */
const LEAST_BARS_PX = 40;
/** Between the amperes and their bars at least, pixels. */
const LEAST_GAP_PX = 8;

/** Height of a bar, and from one bar to the next. */
function barSizes(
  { bodyPx, figurePx }: TypeScale,
  { bar, pitch }: Settings,
): { readonly bar: number; readonly pitch: number } {
  const height = bar ?? Math.round(Math.max(1.45 * bodyPx, 0.75 * figurePx));
  return { bar: height, pitch: pitch ?? Math.round(1.16 * height) };
}

/** Room for the fuse above the first bar where there is no heading, pixels. */
function topGap(bar: number): number {
  return Math.min(6, Math.round(0.4 * bar));
}

/** The bars being drawn. */
interface BarsDrawing extends PhasesDrawing {
  /** Left edge of the names, and right edge of the amperes. */
  readonly nameX: number;
  readonly amountRight: number;
  readonly inks: BlockInks;
  readonly ruler: Ruler;
}

function drawBlock(drawing: PhasesDrawing, room: Box, settings: Settings): void {
  const { pen, box, view, type } = drawing;
  const isOver = view.balance.level === "over";
  const inks: BlockInks = isOver ? { ink: "alarmInk", paper: "alarm" } : { ink: "ink", paper: "paper" };
  if (isOver) pen.fill(box, "alarm");
  const nameX = room.x + platePadding(type);
  const sizes = barSizes(type, settings);
  const ruler = rulerOf(drawing, room, nameX, settings);
  const amountRight = ruler.x - Math.max(LEAST_GAP_PX, Math.round(0.4 * type.figurePx));
  const bars = { nameX, amountRight, inks, ruler, ...drawing };
  if (settings.heading) drawBlockHeading(bars, room);
  for (const [i, phase] of view.phases.entries())
    drawPhase(bars, { y: ruler.top + i * sizes.pitch, height: sizes.bar }, phase);
  drawMarks(bars, view.phases, sizes, settings.ruler);
  drawRuler(bars, settings.ruler);
  if (settings.sentence) drawSentences(bars, room, settings.ruler);
}

function rulerOf({ pen, view, type, format }: PhasesDrawing, room: Box, nameX: number, settings: Settings): Ruler {
  const { bar, pitch } = barSizes(type, settings);
  const names = pen.width("L2", bodyStyle(type)) + pen.width(format.amperes(-88.8), figureStyle(type));
  const x = nameX + (settings.names ?? Math.round(names + type.bodyPx));
  const width = room.x + room.width - x;
  const top = room.y + (settings.heading ? blockTop(type) : topGap(bar));
  const y = top + (view.phases.length - 1) * pitch + bar + Math.round(bar / 4);
  return { x, width, top, y, fuseX: x + Math.round(width / (1 + settings.beyond)), fuseA: view.meter.mainFuseA };
}

function drawBlockHeading(bars: BarsDrawing, room: Box): void {
  const { pen, type, inks, nameX } = bars;
  const at = { x: nameX, baseline: room.y + headingBaseline(type), width: room.x + room.width - nameX };
  const over = overTitle(bars);
  if (over) writeFirst(pen, over, at, bodyStyle(type, inks.ink));
  else writeFirst(pen, [headingOf(bars)], at, labelStyle(type));
}

function headingOf({ view: { phases }, words }: BarsDrawing): string {
  const heading = phases.length === 1 ? words.current : words.phases;
  const minutes = phases.find(({ highestOfMinutes }) => highestOfMinutes !== undefined)?.highestOfMinutes;
  return minutes === undefined ? heading : `${heading}, ${fill(words.highestOf, { minutes: String(minutes) })}`;
}

/** Row of one phase. */
type Row = Pick<Box, "y" | "height">;

function drawPhase(bars: BarsDrawing, row: Row, phase: PhaseView): void {
  const { pen, type, format, inks, amountRight, ruler } = bars;
  drawName(bars, row, phase);
  const style = figureStyle(type, inks.ink);
  const baseline = row.y + Math.round((row.height + pen.metrics(style).capHeight) / 2);
  if (inks.ink === "ink") pen.mark({ x: ruler.x, y: row.y, width: ruler.width, height: row.height }, "track");
  const amount = phase.currentA === undefined ? "–" : format.amperes(phase.currentA);
  pen.text(amount, amountRight, baseline, style, "right");
  if (phase.currentA === undefined) return;
  const length = Math.round((Math.abs(phase.currentA) / ruler.fuseA) * (ruler.fuseX - ruler.x));
  const bar = { x: ruler.x, y: row.y, width: Math.min(ruler.width, length), height: row.height };
  if (phase.direction === "export") pen.mark(bar, inks.ink === "ink" ? "out" : "alarmOut");
  else pen.fill(bar, inks.ink);
  if (length <= ruler.width) return;
  for (const back of [3, 5, 7]) pen.fill({ ...bar, x: bar.x + bar.width - back * RULE_PX, width: RULE_PX }, inks.paper);
}

function drawName({ pen, type, inks, nameX, view }: BarsDrawing, row: Row, phase: PhaseView): void {
  const isLoaded = Math.abs(phase.currentA ?? 0) >= 0.8 * view.meter.mainFuseA && phase.direction !== "export";
  const style = bodyStyle(type, isLoaded ? inks.paper : inks.ink);
  const baseline = row.y + Math.round((row.height + pen.metrics(style).capHeight) / 2);
  const width = pen.width(phase.name, style);
  if (!isLoaded) {
    pen.text(phase.name, nameX, baseline, style);
    return;
  }
  const plate = Math.max(row.height, width + 6);
  pen.fill({ x: nameX, y: row.y, width: plate, height: row.height }, inks.ink);
  pen.text(phase.name, nameX + Math.round(plate / 2), baseline, style, "center");
}

/** Writes the sentences at the foot of the block; what is left of a fuse that is nearly full is on a plate. */
function drawSentences(bars: BarsDrawing, room: Box, ruler: Settings["ruler"]): void {
  const { pen, view, type, inks, nameX } = bars;
  const style = bodyStyle(type, inks.ink);
  const foot = bars.box.y + bars.box.height - platePadding(type);
  const last = Math.min(room.y + room.height - pen.metrics(style).descent, foot);
  const { capHeight } = pen.metrics(style);
  const rulerEnd = bars.ruler.y + (ruler === "amperes" ? labelsHeight(type) : 0);
  const sentences = phaseSentences(bars);
  sentences.forEach((wordings, i) => {
    const baseline = last - (sentences.length - 1 - i) * sentencePitch(type);
    const width =
      (type.bodyPx < 18 && sentences.length === 1 ? bars.ruler.x + bars.ruler.width / 2 : room.x + room.width) - nameX;
    const fitting = wordings.find((wording) => pen.width(wording, style) <= width - platePadding(type));
    if (fitting === undefined || baseline - capHeight <= rulerEnd) return;
    if (i === 0 && view.balance.level === "near") drawPlate(pen, { x: room.x, baseline }, fitting, type);
    else writeFirst(pen, [fitting], { x: nameX, baseline, width }, style);
  });
}
