import { z } from "zod";
import { type Box, columns, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { writeFirst } from "./measures.ts";
import { figureStyle, labelStyle } from "./text-styles.ts";
import type { Drawing, LeastRoom, TypeScale } from "./widget.ts";

/** One number with its label. */
export interface Cell {
  /** The label and shorter wordings of it. */
  readonly labels: readonly string[];
  readonly figure: string;
  readonly unit?: string;
}

/** Options of every widget that is a row of cells. */
export const cellRowOptions = () =>
  z.strictObject({
    columns: z.int().min(1).max(12).default(6).describe("Cells side by side."),
    rows: z.int().min(1).max(6).default(1).describe("Rows of cells."),
    align: z
      .enum(["left", "right"])
      .default("left")
      .describe("Edge that the cells stand at; the clock stands at the right."),
    clock: z.enum(["first", "last"]).default("last").describe("Place of the clock among the cells."),
    px: z.int().min(11).max(400).optional().describe("Size of the numbers, pixels; the layout's by default."),
    gutter: z.int().min(4).max(80).default(16).describe("Pixels between the columns."),
  });

/** Settled options of a row of cells. */
type CellRowSettings = z.infer<ReturnType<typeof cellRowOptions>>;

/** Between a number and its unit, as shares of the number's size: usually, and where they have little room. */
const UNIT_GAPS = [0.22, 0.165, 0.11];
/** What the clock shows while it is not set. */
const NO_TIME = "–:–";

/** The least room of a row of cells, pixels. */
export function cellRowRoom(
  type: TypeScale,
  { columns: across, rows: down, gutter, px = type.figurePx }: CellRowSettings,
): LeastRoom {
  return {
    width: Math.ceil(across * 2.9 * px + (across - 1) * gutter),
    height: down * (type.smallPx + px + Math.round(type.smallPx / 6)),
  };
}

/** Draws the cells that have a place, and in its own the last one, the clock by default. @returns the places left free */
export function drawCellRow(
  drawing: Drawing,
  cells: readonly Cell[],
  settings: CellRowSettings,
  last = clockCell(drawing),
): readonly Box[] {
  const { box, type } = drawing;
  const { columns: across, rows: down, gutter, clock, px = type.figurePx } = settings;
  const sized = { ...drawing, type: { ...type, figurePx: px } };
  const lines = rows(
    box,
    Array.from({ length: down }, () => "1fr" as const),
  );
  const places = lines.flatMap((line) =>
    columns(
      line,
      Array.from({ length: across }, () => "1fr" as const),
      gutter,
    ),
  );
  const [clockPlace = box] = places.splice(clock === "first" ? 0 : -1, 1);
  for (const [i, cell] of cells.slice(0, places.length).entries()) drawCell(sized, places[i] ?? box, cell, settings);
  drawLast(sized, clockPlace, last);
  return places.slice(cells.length);
}

/** Baselines of a cell's label and number: labels at the top, numbers below. */
function baselines({ pen, type }: Drawing, place: Box): { readonly label: number; readonly figure: number } {
  const label = place.y + pen.metrics(labelStyle(type)).capHeight + Math.ceil(type.smallPx / 4);
  const gap = Math.round(type.smallPx * 0.4);
  return { label, figure: label + gap + pen.metrics(figureStyle(type)).capHeight };
}

/** Draws one number with its label in its place. */
export function drawCell(
  drawing: Drawing,
  place: Box,
  cell: Cell,
  { align, gutter }: Pick<CellRowSettings, "align" | "gutter">,
): void {
  const { pen, type } = drawing;
  const at = baselines(drawing, place);
  const small = labelStyle(type);
  const style: TextStyle = figureStyle(type);
  if (align === "right") {
    if (!writeFirst(pen, labelsWithUnit(cell), { baseline: at.label, align, ...place }, small)) return;
    writeFirst(pen, wordingsOf(cell), { baseline: at.figure, align, ...place }, style);
    return;
  }
  const beyond = drawing.box.x + drawing.box.width - place.x - place.width;
  const room = place.width + Math.max(0, Math.min(Math.floor(gutter / 2), beyond));
  const beside = besideUnit(drawing, place.width + Math.floor(gutter / 8), cell);
  const wordings = beside ? cell.labels : labelsWithUnit(cell);
  // A number without its name says nothing.
  if (!writeFirst(pen, wordings, { x: place.x, baseline: at.label, width: room }, small)) return;
  if (beside) {
    pen.text(beside.number, place.x, at.figure, style);
    pen.text(beside.unit, place.x + beside.unitX, at.figure, small);
    return;
  }
  const alone = firstThatFits(pen, wordingsOf(cell), style, room);
  if (alone !== undefined) pen.text(alone, place.x, at.figure, style);
}

/** A number with its unit beside it, clear of the next number: closer together where it has little room; undefined where it has none. */
function besideUnit({ pen, type }: Drawing, width: number, cell: Cell) {
  const { unit } = cell;
  if (unit === undefined) return undefined;
  const style = figureStyle(type);
  const unitPx = pen.width(unit, labelStyle(type));
  for (const gap of UNIT_GAPS.map((share) => Math.round(share * type.figurePx))) {
    const number = firstThatFits(pen, wordingsOf(cell), style, width - gap - unitPx);
    if (number !== undefined) return { number, unit, unitX: pen.width(number, style) + gap };
  }
  return undefined;
}

/** Labels that end with the unit, and those without it where they have no room. */
function labelsWithUnit({ labels, unit }: Cell): readonly string[] {
  return unit === undefined ? labels : [...labels.map((label) => `${label}, ${unit}`), ...labels];
}

function wordingsOf({ figure }: Cell): string[] {
  return [figure, figure.replace("≈ ", "≈")];
}

function clockCell({ view, format }: Drawing): Cell {
  if (!view.clockSet) return { labels: [], figure: NO_TIME };
  return { labels: [format.shortDate(view.nowMs)], figure: format.clock(view.nowMs) };
}

function drawLast(drawing: Drawing, place: Box, { labels, figure }: Cell): void {
  const { pen, type } = drawing;
  const at = baselines(drawing, place);
  pen.text(figure, place.x + place.width, at.figure, figureStyle(type), "right");
  const label = { x: place.x, baseline: at.label, width: place.width, align: "right" } as const;
  writeFirst(pen, labels, label, labelStyle(type));
}
