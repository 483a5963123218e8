import type { Ink, TextStyle } from "../draw/pen.ts";
import { NEAR_FUSE } from "../view/fuse-ruler.ts";
import type { PhaseNow } from "../view/parts/phase-now.ts";
import type { PhaseView } from "../view/parts/phases.ts";
import { headingBaseline } from "./measures.ts";
import { figureStyle, labelStyle } from "./text-styles.ts";
import type { Drawing } from "./widget.ts";

/** The numbers of one phase being drawn. */
export interface PhaseRow extends Drawing {
  readonly x: number;
  readonly baseline: number;
  readonly amperesPx: number;
  readonly phase: PhaseView;
  readonly beside: PhaseNow | undefined;
  readonly ink: Ink;
  /** Right edge of what the columns may take; one that has no room is left out. */
  readonly limit: number;
  /** Whether units stand behind their numbers; else they stand above the columns. */
  readonly hasUnits: boolean;
}

/** One column of numbers, right-aligned. */
interface Column {
  readonly right: number;
  readonly unit: string;
  readonly style: TextStyle;
  readonly text: string | undefined;
}

/** Writes the name of a phase, its amperes, volts and kilowatts; a column that no phase fills is left out. */
export function drawAmounts(row: PhaseRow): void {
  const { pen, type, box, baseline, phase, ink, hasUnits } = row;
  drawName(row);
  for (const { right, unit, style, text } of columnsOf(row)) {
    if (text === undefined) continue;
    pen.text(text, right, baseline, { ...style, ink }, "right");
    if (hasUnits) pen.text(unit, right + Math.round(0.2 * type.figurePx), baseline, labelStyle(type, ink));
    else if (phase.name === "L1") pen.text(unit, right, box.y + headingBaseline(type), labelStyle(type), "right");
  }
}

function columnsOf(row: PhaseRow): Column[] {
  const { pen, type, format, x, amperesPx, phase, beside, hasUnits, limit } = row;
  const figure = figureStyle(type);
  const large: TextStyle = { px: amperesPx, face: "figures" };
  const gap = Math.round(0.3 * type.figurePx);
  const unitRoom = (unit: string) => (hasUnits ? pen.width(unit, labelStyle(type)) + gap : 0);
  const amperesRight = x + pen.width("L3", figure) + gap + pen.width("−88.8", large);
  const hasVolts = row.view.phaseNow?.phases.some((each) => each.voltageV !== undefined) ?? false;
  const voltsRight = amperesRight + unitRoom("A") + (hasVolts ? pen.width("888", figure) + 3 * gap : gap);
  const kilowattsRight = voltsRight + unitRoom("V") + pen.width("−88.8", figure) + gap;
  const { voltageV, powerW } = beside ?? {};
  return [
    {
      right: amperesRight,
      unit: "A",
      style: large,
      text: phase.currentA === undefined ? "–" : format.amperes(phase.currentA),
    },
    { right: voltsRight, unit: "V", style: figure, text: voltageV === undefined ? undefined : format.whole(voltageV) },
    {
      right: kilowattsRight,
      unit: "kW",
      style: figure,
      text: powerW === undefined ? undefined : format.signedKilowatts(powerW),
    },
  ].filter(({ right, unit }) => right + unitRoom(unit) <= limit);
}

/** Writes the name, on a square of its own from 80 % of the fuse. */
function drawName({ pen, type, view, x, baseline, phase, ink }: PhaseRow): void {
  const style: TextStyle = { px: type.figurePx, ink };
  const isLoaded = Math.abs(phase.currentA ?? 0) >= NEAR_FUSE * view.meter.mainFuseA && phase.direction !== "export";
  if (!isLoaded) {
    pen.text(phase.name, x, baseline, style);
    return;
  }
  const { capHeight } = pen.metrics(style);
  const padding = Math.round(type.figurePx / 5);
  const side = capHeight + 2 * padding;
  const width = Math.max(side, pen.width(phase.name, style) + padding);
  pen.fill({ x, y: baseline - capHeight - padding, width, height: side }, ink);
  pen.text(
    phase.name,
    x + Math.round(width / 2),
    baseline,
    { ...style, ink: ink === "ink" ? "paper" : "alarm" },
    "center",
  );
}
