import { z } from "zod";
import { fill } from "../view/fill.ts";
import { platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () => z.strictObject({});

/** Words of the widget. */
export interface RestLinesWords {
  /** The day beside the one before; `{energy}` is the difference in kWh. */
  readonly more: string;
  readonly less: string;
  readonly same: string;
  /** What went out on the day, `{energy}` in kWh. */
  readonly sold: string;
  /** The hour with the most, `{energy}` in kWh, and the `{time}` when it began. */
  readonly highest: string;
}

type RestDrawing = Drawing<"rest", RestLinesWords>;

/** Differences and amounts below this are not worth a word, Wh. */
const LEAST_WH = 50;
const HOUR_MS = 3_600_000;

/** Two sentences on the day that ends: how it compares, and what was sold or the highest hour. */
export const restLines = widget({
  kind: "rest-lines",
  description: "two sentences on the day that ends: beside the day before, and what was sold or its highest hour",
  reads: ["rest"],
  options,
  minimum: (type) => ({ width: 8 * type.bodyPx, height: sentencePitch(type) + Math.ceil(1.1 * type.bodyPx) }),
  draw: (drawing: RestDrawing) => {
    const { pen, box, type } = drawing;
    const style = bodyStyle(type);
    const padding = platePadding(type);
    const last = box.y + box.height - pen.metrics(style).descent;
    const lines = [comparison(drawing), ...secondLine(drawing)].filter((line) => line !== undefined);
    for (const [i, line] of lines.entries()) {
      const baseline = last - (lines.length - 1 - i) * sentencePitch(type);
      writeFirst(pen, [line], { x: box.x + padding, baseline, width: box.width - padding }, style);
    }
  },
});

function comparison({ view, words, format }: RestDrawing): string | undefined {
  const { day, before, endsMs } = view.rest;
  if (endsMs !== undefined || day.importWh === undefined || before.importWh === undefined) return undefined;
  const differenceWh = day.importWh - before.importWh;
  const template = Math.abs(differenceWh) < LEAST_WH ? words.same : differenceWh > 0 ? words.more : words.less;
  return fill(template, { energy: format.kilowattHours(Math.abs(differenceWh)) });
}

function secondLine({ view, words, format }: RestDrawing): string[] {
  const { day, hours } = view.rest;
  if ((day.exportWh ?? 0) >= LEAST_WH) return [fill(words.sold, { energy: format.kilowattHours(day.exportWh ?? 0) })];
  const most = Math.max(0, ...hours.today.map((hour) => hour?.importWh ?? 0));
  if (most < LEAST_WH) return [];
  const atMs = hours.fromMs + hours.today.findIndex((hour) => hour?.importWh === most) * HOUR_MS;
  return [fill(words.highest, { energy: format.kilowattHours(most), time: format.time(atMs) })];
}
