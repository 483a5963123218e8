import { z } from "zod";
import { type Box, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { marked } from "../view/format.ts";
import type { EnergyView } from "../view/view.ts";
import { fill } from "../view/words/words.ts";
import { headingHeight, headingStyle } from "./heading.ts";
import { type Scene, widget } from "./widget.ts";

const ROWS = ["today", "yesterday", "month", "meter"] as const;

const options = z.strictObject({
  rows: z
    .array(z.enum(ROWS))
    .min(1)
    .default(["today", "yesterday", "month", "meter"])
    .describe("What to list, from the top."),
  heading: z.boolean().default(true).describe("Write the heading with the unit."),
  rules: z.boolean().default(true).describe("Draw a line between the rows."),
});

/** One line of the table: its label in wordings from long to short, and its two figures as text. */
interface Line {
  readonly labels: readonly string[];
  readonly imported: string | undefined;
  readonly exported: string | undefined;
  readonly isStale: boolean;
  /** Whether its figure stands at the far right, across both columns. */
  readonly spans: boolean;
}

/** Energy of today, yesterday and the month, and the meter's counter; a column for export where there is any. */
export const totals = widget(
  "totals",
  options,
  (type, settings) => ({
    width: Math.ceil(2 * (type.figurePx >= 20 ? 2.4 : 3.1) * type.figurePx) + type.bodyPx,
    height: Math.ceil(
      settings.rows.length * Math.max(type.bodyPx, (type.figurePx >= 20 ? 0.9 : 1) * type.figurePx) +
        0.5 * type.figurePx +
        RULE_PX +
        (settings.heading ? 1.8 : 0) * type.bodyPx,
    ),
  }),
  (pen, box, scene, settings) => {
    const figure: TextStyle = {
      px: scene.type.figurePx,
      face: scene.type.figurePx >= 20 ? "figures" : "text",
      bold: true,
    };
    const all = settings.rows.flatMap((row) => lineOf(row, scene));
    const column = exportColumn(pen, box, scene, all, figure);
    const lines = column > 0 ? all : all.map((line) => ({ ...line, exported: undefined }));
    const right = box.x + box.width;
    const importRight = right - column;
    if (settings.heading) head(pen, box, scene, column > 0 ? importRight : undefined);
    const top = settings.heading ? headingHeight(pen, scene) : 0;
    const area = { ...box, y: box.y + top, height: box.height - top };
    rows(
      area,
      lines.map(() => "1fr" as const),
    ).forEach((row, i) => {
      const line = lines[i];
      if (!line) return;
      if (settings.rules && i > 0) pen.fill({ x: row.x, y: row.y, width: row.width, height: RULE_PX });
      tableRow(pen, row, scene, line, figure, { importRight, right });
    });
  },
);

/** Width that the export column takes, 0 where there is no export or where the rows could not be named beside it. */
function exportColumn(pen: Pen, box: Box, scene: Scene, lines: readonly Line[], figure: TextStyle): number {
  const widths = lines.map(({ exported }) => pen.width(exported ?? "", figure));
  const column = Math.max(0, ...widths) + scene.type.bodyPx;
  const isNamed = lines.every((line) => {
    const end = box.x + box.width - (line.spans ? 0 : column);
    return labelOf(pen, box, scene, line, figure, end) !== undefined;
  });
  return lines.some(({ exported }) => exported !== undefined) && isNamed ? column : 0;
}

/** The longest wording of a row's label that stands left of its figure. */
function labelOf(pen: Pen, row: Box, scene: Scene, line: Line, figure: TextStyle, end: number): string | undefined {
  const room = end - pen.width(line.imported ?? "–", figure) - row.x - Math.round(scene.type.bodyPx / 4);
  return firstThatFits(pen, line.labels, labelStyle(scene), room);
}

function labelStyle({ type }: Scene): TextStyle {
  return { px: type.bodyPx, bold: true };
}

function lineOf(row: (typeof ROWS)[number], { view, words, format }: Scene): Line[] {
  const { totals: energy } = view;
  const isStale = energy.state !== "fresh" && energy.state !== "absent";
  const showsExport = [energy.today, energy.yesterday, energy.month].some((span) => (span?.exportWh ?? 0) >= 50);
  const figure = (energyWh: number | undefined, approx: boolean | undefined) =>
    energyWh === undefined ? undefined : marked(format.kilowattHours(energyWh), approx);
  const figures = (span: EnergyView | undefined) => ({
    imported: figure(span?.importWh, span?.importApprox),
    exported: showsExport ? figure(span?.exportWh, span?.exportApprox) : undefined,
  });
  if (row === "meter") {
    if (energy.counterImportWh === undefined) return [];
    const imported = format.whole(Math.floor(energy.counterImportWh / 1_000));
    return [{ labels: [words.meterCounter], imported, exported: undefined, isStale, spans: true }];
  }
  const span = energy[row];
  if (row === "month" && !span) return [];
  const since = span?.sinceMs === undefined ? [] : [fill(words.since, { time: format.time(span.sinceMs) })];
  return [{ labels: [...since, words[row]], ...figures(span), isStale: isStale && row !== "yesterday", spans: false }];
}

function head(pen: Pen, box: Box, scene: Scene, importRight: number | undefined): void {
  const style = headingStyle(scene);
  const baseline = box.y + pen.metrics(style).capHeight + Math.ceil(scene.type.bodyPx / 4);
  const right = box.x + box.width;
  const title = scene.words.energy.toLocaleUpperCase(scene.format.locale);
  if (importRight === undefined) {
    const room = box.width - pen.width("kWh", style) - Math.round(scene.type.bodyPx / 2);
    if (firstThatFits(pen, [title], style, room)) pen.text(title, box.x, baseline, style);
    pen.text("kWh", right, baseline, style, "right");
    return;
  }
  const words: TextStyle = { px: scene.type.smallPx, bold: true };
  const room = importRight - pen.width(scene.words.imported, words) - box.x - Math.round(scene.type.bodyPx / 4);
  if (firstThatFits(pen, ["kWh"], style, room)) pen.text("kWh", box.x, baseline, style);
  pen.text(scene.words.imported, importRight, baseline, words, "right");
  pen.text(scene.words.exported, right, baseline, words, "right");
}

function tableRow(
  pen: Pen,
  row: Box,
  scene: Scene,
  line: Line,
  figure: TextStyle,
  { importRight, right }: { importRight: number; right: number },
): void {
  const baseline = row.y + Math.round((row.height + RULE_PX + pen.metrics(figure).capHeight) / 2);
  const style: TextStyle = { ...figure, finish: line.isStale ? "struck" : "solid" };
  const imported = line.imported ?? "–";
  const end = line.spans ? right : importRight;
  pen.text(imported, end, baseline, style, "right");
  if (line.exported !== undefined) pen.text(line.exported, right, baseline, style, "right");
  const label = labelOf(pen, row, scene, line, figure, end);
  if (label) pen.text(label, row.x, baseline, labelStyle(scene));
}
