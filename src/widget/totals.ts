import { z } from "zod";
import { type Box, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import type { EnergyView } from "../view/parts/totals.ts";
import { headingAscent, headingHeight } from "./heading.ts";
import { bodyStyle, figureStyle, smallStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const ROWS = ["today", "yesterday", "month", "meter"] as const;

const options = z.strictObject({
  rows: z.array(z.enum(ROWS)).min(1).default(["today", "yesterday", "month", "meter"]).describe("Rows from the top."),
  heading: z.boolean().default(true).describe("Write the heading with the unit."),
  rules: z.boolean().default(true).describe("Draw a line between the rows."),
});

/** Words of the widget. */
export interface TotalsWords {
  /** Heading. */
  readonly energy: string;
  /** Headings of the columns where there are two. */
  readonly imported: string;
  readonly exported: string;
  readonly today: string;
  readonly yesterday: string;
  readonly month: string;
  /** In place of `today` when the figures begin later, at `{time}`. */
  readonly since: string;
  readonly meterCounter: string;
}

type TotalsDrawing = Drawing<"totals", TotalsWords>;

/** Energy of less than this is drawn as none, and needs no column of its own, Wh. */
const LEAST_SHOWN_WH = 50;
const NOT_KNOWN = "–";

/** One line of the table: its label in wordings from long to short, and its two figures as text. */
interface Line {
  readonly labels: readonly string[];
  readonly imported: string | undefined;
  readonly exported: string | undefined;
  readonly isStale: boolean;
  /** True when its figure is at the far right, across both columns. */
  readonly spans: boolean;
}

/** Energy of today, yesterday and the month, and the meter's counter; a column for export where there is any. */
export const totals = widget({
  kind: "totals",
  reads: ["totals"],
  options,
  minimum: ({ bodyPx, figurePx }, settings) => ({
    width: Math.ceil(2 * (figurePx >= 20 ? 2.4 : 3.1) * figurePx) + bodyPx,
    height: Math.ceil(
      settings.rows.length * Math.max(bodyPx, (figurePx >= 20 ? 0.9 : 1) * figurePx + (figurePx >= 20 ? 0 : 1)) +
        0.5 * figurePx +
        RULE_PX +
        (settings.heading ? 1.8 : 0) * bodyPx,
    ),
  }),
  draw: (drawing: TotalsDrawing, settings) => {
    const { pen, box, type } = drawing;
    const all = settings.rows.flatMap((row) => lineOf(row, drawing));
    const table = { ...drawing, exportPx: exportColumnPx(drawing, all) };
    if (settings.heading) drawTableHeading(table);
    const top = settings.heading ? headingHeight(pen, type) : 0;
    const area = { ...box, y: box.y + top, height: box.height - top };
    const places = rows(
      area,
      all.map(() => "1fr" as const),
    );
    places.forEach((place, i) => {
      if (settings.rules && i > 0) pen.fill({ ...place, height: RULE_PX });
      drawLine(table, place, all[i]);
    });
  },
});

/** The table being drawn. */
interface TableDrawing extends TotalsDrawing {
  /** Width that the export column takes, 0 where there is none. */
  readonly exportPx: number;
}

/** Width that the export column takes, 0 where there is no export or where the rows could not be named beside it. */
function exportColumnPx(drawing: TotalsDrawing, lines: readonly Line[]): number {
  const { pen, type } = drawing;
  const widths = lines.map(({ exported }) => pen.width(exported ?? "", figureStyle(type)));
  const exportPx = Math.max(0, ...widths) + type.bodyPx;
  const isNamed = lines.every((line) => labelOf({ ...drawing, exportPx }, line) !== undefined);
  return lines.some(({ exported }) => exported !== undefined) && isNamed ? exportPx : 0;
}

/** The longest wording of a row's label that fits left of its figure. */
function labelOf(table: TableDrawing, line: Line): string | undefined {
  const { pen, box, type } = table;
  const figureWidth = pen.width(line.imported ?? NOT_KNOWN, figureStyle(type));
  const room = figureRight(table, line) - figureWidth - box.x - Math.round(type.bodyPx / 4);
  return firstThatFits(pen, line.labels, bodyStyle(type), room);
}

/** Right edge of a row's figure. */
function figureRight({ box, exportPx }: TableDrawing, { spans }: Line): number {
  return box.x + box.width - (spans ? 0 : exportPx);
}

function lineOf(row: (typeof ROWS)[number], drawing: TotalsDrawing): Line[] {
  const { view, words, format } = drawing;
  const { totals: energy } = view;
  const isStale = energy.state !== "fresh" && energy.state !== "absent";
  if (row === "meter") {
    if (energy.counterImportWh === undefined) return [];
    const imported = format.whole(Math.floor(energy.counterImportWh / 1_000));
    return [{ labels: [words.meterCounter], imported, exported: undefined, isStale, spans: true }];
  }
  const span = energy[row];
  if (row === "month" && !span) return [];
  const since = span?.sinceMs === undefined ? [] : [fill(words.since, { time: format.time(span.sinceMs) })];
  const labels = [...since, words[row]];
  return [{ labels, ...figuresOf(span, drawing), isStale: isStale && row !== "yesterday", spans: false }];
}

/** Figures of a span as text; export only where any span has some. */
function figuresOf(span: EnergyView | undefined, { view: { totals: energy }, format }: TotalsDrawing) {
  const spans = [energy.today, energy.yesterday, energy.month];
  const showsExport = spans.some((each) => (each?.exportWh ?? 0) >= LEAST_SHOWN_WH);
  const figure = (energyWh: number | undefined, approx: boolean | undefined) =>
    energyWh === undefined ? undefined : marked(format.kilowattHours(energyWh), approx);
  return {
    imported: figure(span?.importWh, span?.importApprox),
    exported: showsExport ? figure(span?.exportWh, span?.exportApprox) : undefined,
  };
}

/** Draws the heading with the unit, or above two columns the unit and their names. */
function drawTableHeading({ pen, box, type, words, format, exportPx }: TableDrawing): void {
  const style = bodyStyle(type);
  const baseline = box.y + headingAscent(pen, type);
  const right = box.x + box.width;
  if (exportPx === 0) {
    const title = words.energy.toLocaleUpperCase(format.locale);
    const room = box.width - pen.width("kWh", style) - Math.round(type.bodyPx / 2);
    if (firstThatFits(pen, [title], style, room)) pen.text(title, box.x, baseline, style);
    pen.text("kWh", right, baseline, style, "right");
    return;
  }
  const small = smallStyle(type);
  const importRight = right - exportPx;
  const room = importRight - pen.width(words.imported, small) - box.x - Math.round(type.bodyPx / 4);
  if (firstThatFits(pen, ["kWh"], style, room)) pen.text("kWh", box.x, baseline, style);
  pen.text(words.imported, importRight, baseline, small, "right");
  pen.text(words.exported, right, baseline, small, "right");
}

function drawLine(table: TableDrawing, place: Box, line: Line | undefined): void {
  if (!line) return;
  const { pen, type, exportPx } = table;
  const style: TextStyle = { ...figureStyle(type), finish: line.isStale ? "struck" : "solid" };
  const baseline = place.y + Math.round((place.height + RULE_PX + pen.metrics(style).capHeight) / 2);
  pen.text(line.imported ?? NOT_KNOWN, figureRight(table, line), baseline, style, "right");
  if (exportPx > 0 && line.exported !== undefined)
    pen.text(line.exported, place.x + place.width, baseline, style, "right");
  const label = labelOf(table, line);
  if (label) pen.text(label, place.x, baseline, bodyStyle(type));
}
