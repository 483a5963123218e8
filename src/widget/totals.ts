import { z } from "zod";
import { type Box, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
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
  (type) => ({ width: 7 * type.bodyPx, height: 2 * type.bodyPx }),
  (pen, box, scene, settings) => {
    const lines = settings.rows.flatMap((row) => lineOf(row, scene));
    const hasExport = lines.some((line) => line.exported !== undefined);
    const figure: TextStyle = {
      px: scene.type.figurePx,
      face: scene.type.figurePx >= 20 ? "figures" : "text",
      bold: true,
    };
    const right = box.x + box.width;
    const column = Math.max(0, ...lines.map((line) => pen.width(line.exported ?? "", figure))) + scene.type.bodyPx;
    const importRight = hasExport ? right - column : right;
    if (settings.heading) head(pen, box, scene, hasExport ? importRight : undefined);
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

function lineOf(row: (typeof ROWS)[number], { view, words, format }: Scene): Line[] {
  const { totals: energy } = view;
  const isStale = energy.state !== "fresh" && energy.state !== "absent";
  const showsExport = [energy.today, energy.yesterday, energy.month].some((span) => (span?.exportWh ?? 0) >= 50);
  const figures = (span: EnergyView | undefined) => ({
    imported: span?.importWh === undefined ? undefined : format.kilowattHours(span.importWh),
    exported: !showsExport || span?.exportWh === undefined ? undefined : format.kilowattHours(span.exportWh),
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
    pen.text(title, box.x, baseline, style);
    pen.text("kWh", right, baseline, style, "right");
    return;
  }
  const words: TextStyle = { px: scene.type.smallPx, bold: true };
  pen.text("kWh", box.x, baseline, style);
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
  const label: TextStyle = { px: scene.type.bodyPx, bold: true };
  const baseline = row.y + Math.round((row.height + RULE_PX + pen.metrics(figure).capHeight) / 2);
  const style: TextStyle = { ...figure, finish: line.isStale ? "struck" : "solid" };
  const imported = line.imported ?? "–";
  const end = line.spans ? right : importRight;
  pen.text(imported, end, baseline, style, "right");
  if (line.exported !== undefined) pen.text(line.exported, right, baseline, style, "right");
  const room = end - pen.width(imported, figure) - row.x - Math.round(scene.type.bodyPx / 4);
  const text = firstThatFits(pen, line.labels, label, room);
  if (text) pen.text(text, row.x, baseline, label);
}
