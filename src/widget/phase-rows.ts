import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { faultOf } from "../view/parts/life.ts";
import type { PhaseView } from "../view/parts/phases.ts";
import { drawFault } from "./fault-block.ts";
import { drawHourLabels } from "./hour-axis.ts";
import { drawPlate, headingBaseline, plateHeight, platePadding, writeFirst } from "./measures.ts";
import { drawPhaseChart, MOST_OF_FUSE, phaseChartHeight } from "./phase-chart.ts";
import { drawAmounts, type PhaseRow } from "./phase-row.ts";
import { overTitle, type PhasesWords } from "./phase-sentences.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, type TypeScale, widget } from "./widget.ts";

const bleed = () => z.int().min(0).max(200).default(0);

const options = () =>
  z.strictObject({
    amperes: z.int().min(20).max(300).optional().describe("Size of the amperes, pixels; twice the figures by default."),
    charts: z
      .enum(["beside", "below"])
      .default("beside")
      .describe("Place of a phase's day: beside its numbers, or below them."),
    bleed: z
      .strictObject({ left: bleed(), right: bleed() })
      .default({ left: 0, right: 0 })
      .describe("Pixels beside the content that belong to the box for the black row of an overload."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

type RowsDrawing = Drawing<"phases" | "balance" | "phaseDay" | "phaseNow" | "phaseQuarters" | "life", PhasesWords>;

/** The rows being drawn. */
interface Rows extends RowsDrawing {
  /** Column of the names. */
  readonly x: number;
  readonly right: number;
  readonly amperesPx: number;
  readonly isBeside: boolean;
  /** From one zero line to the next, the first of them, and from a zero line to the fuse, pixels. */
  readonly pitch: number;
  readonly zeroY: number;
  readonly fusePx: number;
  /** Left edge of the charts, their quarter-hours, and the baseline of the hours. */
  readonly chartX: number;
  readonly quarterPx: number;
  readonly hoursBaseline: number;
}

/** Share of the content's width that a chart beside the numbers may take, and of a row's pitch from zero to the fuse. */
const CHART = { width: 0.4, height: 0.67 } as const;
/** The lowest chart, and the fewest pixels of its day. */
const LEAST_PX = { fuse: 20, day: 96 } as const;

/** A row for each phase: amperes, volts and kilowatts now, and the highest current of each quarter-hour against the fuse. */
export const phaseRows = widget({
  kind: "phase-rows",
  description:
    "a row for each phase: amperes, volts and kilowatts, and the day's highest currents against the main fuse",
  wordsKey: "phases",
  reads: ["phases", "balance", "phaseDay", "phaseNow", "phaseQuarters", "life"],
  options,
  minimum: (type, { amperes = 2 * type.figurePx, charts, bleed }) => ({
    width:
      Math.ceil(2.2 * amperes + 5.8 * type.figurePx + 0.4 * type.bodyPx) +
      (charts === "beside" ? LEAST_PX.day + Math.ceil(3 * type.smallPx) : 0) +
      bleed.left +
      bleed.right,
    height: Math.ceil(
      headingBaseline(type) +
        2.2 * type.smallPx +
        3 * (charts === "beside" ? Math.max(LEAST_PX.fuse / CHART.height, 1.15 * amperes) : leastBelow(type, amperes)),
    ),
  }),
  draw: (drawing: RowsDrawing, settings) => {
    const rows = rowsOf(drawing, settings);
    const fault = faultOf(drawing.view.life);
    const unset = drawing.view.clockSet ? undefined : ({ code: "clock-not-set" } as const);
    if (fault) drawFault(drawing, faultRoom(rows), fault);
    else drawPhases(rows, unset === undefined);
    if (fault && !rows.isBeside) return;
    if (unset) drawFault(drawing, chartsRoom(rows), unset);
    else drawCharts(rows, fault !== undefined);
  },
});

/** From a row to the hours below it, pixels. */
const LABELS_GAP_PX = 4;

/** The least pitch of rows whose charts are below their numbers, pixels. */
function leastBelow(type: TypeScale, amperes: number): number {
  return MOST_OF_FUSE * LEAST_PX.fuse + 0.75 * amperes + 0.75 * type.smallPx + 6 + amountsGap(type) + rowsGap(type);
}

function rowsOf(drawing: RowsDrawing, { amperes, charts, bleed }: Settings): Rows {
  const { pen, box, view, type } = drawing;
  const count = view.phases.length;
  const amperesPx = amperes ?? 2 * type.figurePx;
  const isBeside = charts === "beside" && count > 1;
  const x = box.x + bleed.left + platePadding(type);
  const right = box.x + box.width - bleed.right;
  const { capHeight, descent } = pen.metrics(labelStyle(type));
  const hoursBaseline = box.y + box.height - descent;
  const lastZero = hoursBaseline - capHeight - alarmFoot(amperesPx, capHeight) - LABELS_GAP_PX;
  const heading = box.y + headingBaseline(type);
  const pitch = Math.floor((lastZero - heading + 4) / count);
  const room = isBeside ? Math.floor(CHART.width * (right - x)) : right - x - scaleWidth(drawing);
  const quarterPx = Math.max(1, Math.floor(room / view.phaseQuarters.count));
  return {
    x,
    right,
    amperesPx,
    isBeside,
    pitch,
    zeroY: lastZero - (count - 1) * pitch,
    fusePx: isBeside ? Math.floor(CHART.height * pitch) : fuseBelow(drawing, pitch, amperesPx),
    chartX: right - quarterPx * view.phaseQuarters.count,
    quarterPx,
    hoursBaseline,
    ...drawing,
  };
}

/** Room of the labels left of a chart. */
function scaleWidth({ pen, type }: Pick<Drawing, "pen" | "type">): number {
  return pen.width("100", labelStyle(type)) + 12;
}

/** From zero to the fuse of a chart below its numbers: what they leave of a row. */
function fuseBelow({ pen, type }: RowsDrawing, pitch: number, amperesPx: number): number {
  const { capHeight } = pen.metrics({ px: amperesPx, face: "figures" });
  const rest = pitch - capHeight - phaseChartHeight({ pen, type }, 0) - amountsGap(type) - rowsGap(type);
  return Math.max(LEAST_PX.fuse, Math.floor(rest / MOST_OF_FUSE));
}

/** Between a chart and the numbers of the next row, pixels. */
function rowsGap({ bodyPx }: TypeScale): number {
  return Math.round(0.9 * bodyPx);
}

/** Between the numbers and a chart below them, pixels. */
function amountsGap({ bodyPx }: TypeScale): number {
  return Math.round(0.45 * bodyPx);
}

/** The room of a fault: beside the charts where they are there. */
function faultRoom({ box, x, right, isBeside, chartX, type }: Rows): Box {
  const left = x - platePadding(type);
  const end = isBeside ? chartX - 3 * type.smallPx : right;
  return { x: left, y: box.y, width: end - left, height: box.height };
}

function chartsRoom({ pen, box, isBeside, chartX, x: left, right, hoursBaseline, pitch, type }: Rows): Box {
  const x = isBeside ? chartX - scaleWidth({ pen, type }) : left - platePadding(type);
  const y = isBeside ? box.y : hoursBaseline - Math.round(0.45 * pitch);
  return { x, y, width: right - x, height: hoursBaseline - y };
}

function drawPhases(rows: Rows, hasCharts: boolean): void {
  const { view } = rows;
  drawHeadings(rows, hasCharts);
  view.phases.forEach((phase, i) => {
    const zeroY = rows.zeroY + i * rows.pitch;
    const isOver = isOverFuse(rows, phase);
    if (isOver) drawAlarm(rows, zeroY);
    const row: PhaseRow = {
      baseline: amountsBaseline(rows, zeroY),
      phase,
      beside: view.phaseNow.phases.find(({ name }) => name === phase.name),
      ink: isOver ? "alarmInk" : "ink",
      limit: rows.isBeside ? rows.chartX - scaleWidth(rows) - 4 : rows.right,
      hasUnits: !rows.isBeside,
      ...rows,
    };
    drawAmounts(row);
  });
}

/** Tells whether a phase takes part in an overload: the most loaded one does until the alarm ends. */
function isOverFuse({ view: { balance, meter } }: Rows, { name, currentA = 0 }: PhaseView): boolean {
  return balance.level === "over" && (name === balance.worst || Math.abs(currentA) >= meter.mainFuseA);
}

/** The baseline of a row's numbers: beside a chart on its zero line, else above it. */
function amountsBaseline({ pen, type, isBeside, fusePx }: Rows, zeroY: number): number {
  return isBeside ? zeroY + 2 : zeroY - phaseChartHeight({ pen, type }, fusePx) - amountsGap(type);
}

/**
 * Between a zero line and the foot of the row's alarm, pixels: commas of the amperes hang into it, half of the label of the
 * zero line, and the hours are below it.
 */
function alarmFoot(amperesPx: number, labelHeight: number): number {
  return Math.max(9, Math.ceil(0.125 * amperesPx), Math.ceil(labelHeight / 2) + 3);
}

/** Fills the row of a phase that is over its fuse, from one edge of the box to the other. */
function drawAlarm({ pen, box, pitch, type, amperesPx }: Rows, zeroY: number): void {
  const bottom = zeroY + alarmFoot(amperesPx, pen.metrics(labelStyle(type)).capHeight);
  const y = Math.max(box.y + headingBaseline(type) + Math.round(0.2 * type.bodyPx), bottom - pitch);
  pen.fill({ x: box.x, y, width: box.width, height: bottom - y }, "alarm");
}

/** Writes the units above the columns, and above the charts what they are, or by how much a fuse is exceeded. */
function drawHeadings(rows: Rows, hasCharts: boolean): void {
  const { pen, box, type, words, chartX, right, isBeside, x } = rows;
  const baseline = box.y + headingBaseline(type);
  const at = { x: isBeside ? chartX : x, baseline, width: right - (isBeside ? chartX : x) };
  const over = overTitle(rows);
  const padding = platePadding(type);
  const title = over?.find((wording) => pen.width(wording, bodyStyle(type)) <= at.width - padding);
  if (title) {
    drawPlate(pen, { x: at.x - padding, baseline }, title, type);
    return;
  }
  const headings = over ?? [words.quarters, words.quartersShort];
  if (hasCharts || over) writeFirst(pen, headings, at, labelStyle(type));
}

function drawCharts(rows: Rows, isLate: boolean): void {
  const { view, pen, type, format, pitch, quarterPx, chartX, fusePx, hoursBaseline } = rows;
  const { today, count, labels } = view.phaseQuarters;
  if (isLate) drawHeadings(rows, true);
  view.phases.forEach((phase, i) => {
    const isOver = !isLate && isOverFuse(rows, phase);
    const inks = isOver ? ({ ink: "alarmInk", paper: "alarm" } as const) : ({ ink: "ink", paper: "paper" } as const);
    const zeroY = rows.zeroY + i * pitch;
    const ceiling = i === 0 ? rows.box.y + plateHeight(type) : zeroY - pitch + 4;
    const plot = { x: chartX, zeroY, pitch: quarterPx, count, ceiling, fusePx };
    drawPhaseChart({ ...rows, plot, inks, quarters: today.map((quarter) => quarter?.[i] ?? null) });
  });
  drawHourLabels({ pen, type, format }, labels, { x: chartX, hourPx: 4 * quarterPx, baseline: hoursBaseline });
}
