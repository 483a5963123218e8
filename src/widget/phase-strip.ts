import { fill } from "../view/fill.ts";
import { faultOf } from "../view/parts/life.ts";
import { type Cell, cellRowOptions, cellRowRoom, drawCellRow } from "./cell-row.ts";
import type { StripWords } from "./strip-cells.ts";
import { type Drawing, widget } from "./widget.ts";

type PhaseStripDrawing = Drawing<"phases" | "balance" | "phaseNow" | "phaseQuarters" | "life", StripWords>;

/** A row of numbers about the phases: what is left, how far they are apart, the day's highest and the power factor. */
export const phaseStrip = widget({
  kind: "phase-strip",
  description: "numbers about the phases: what is left on the fuse, unbalance, the day's highest current, power factor",
  wordsKey: "strip",
  reads: ["phases", "balance", "phaseNow", "phaseQuarters", "life"],
  options: cellRowOptions,
  minimum: cellRowRoom,
  draw: (drawing: PhaseStripDrawing, settings) => {
    drawCellRow(drawing, [...presentCells(drawing), ...dayCells(drawing), ...factorCells(drawing)], settings);
  },
});

/** What is true now: nothing while no values come. */
function presentCells({ view, words, format }: PhaseStripDrawing): Cell[] {
  const { differenceA } = view.balance;
  if (faultOf(view.life)) return [];
  const loads = view.phases.map(({ currentA = -Infinity }) => currentA);
  const load = Math.max(...loads);
  const heaviest = view.phases[loads.indexOf(load)];
  const roomA = load === -Infinity ? undefined : view.meter.mainFuseA - load;
  const label = roomA !== undefined && roomA < 0 ? words.overOn : words.leftOn;
  return [
    ...(heaviest && roomA !== undefined
      ? [{ labels: [fill(label, { phase: heaviest.name })], figure: format.amperes(Math.abs(roomA)), unit: "A" }]
      : []),
    ...(differenceA === undefined
      ? []
      : [{ labels: [words.unbalance], figure: format.amperes(differenceA), unit: "A" }]),
  ];
}

/** The highest of today, while no values come with the time until which it is. */
function dayCells({ view, words, format }: PhaseStripDrawing): Cell[] {
  const { highest } = view.phaseQuarters;
  if (!highest) return [];
  const { valuesAtMs } = view.life;
  const isLate = faultOf(view.life) !== undefined && valuesAtMs !== undefined;
  const labels = isLate ? [fill(words.highestUntil, { time: format.time(valuesAtMs) })] : [words.highest];
  return [
    { labels, figure: format.amperes(highest.currentA), unit: "A" },
    { labels: [fill(words.phaseAt, { phase: highest.phase })], figure: format.clock(highest.atMs) },
  ];
}

function factorCells({ view, words, format }: PhaseStripDrawing): Cell[] {
  const { powerFactor } = view.phaseNow;
  if (powerFactor === undefined || faultOf(view.life)) return [];
  return [{ labels: [words.powerFactor], figure: format.share(powerFactor) }];
}
