import { z } from "zod";
import type { EnergyView } from "../view/energy-span.ts";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import { faultOf } from "../view/parts/life.ts";
import type { Span } from "../view/settled-spans.ts";
import { type GiantStyle, giantStyle, giantWidth, unitXOf } from "./giant.ts";
import {
  absenceBaseline,
  blockTop,
  drawPlate,
  headingBaseline,
  platePadding,
  sentencePitch,
  writeFirst,
} from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    span: z
      .enum(["day", "week"])
      .default("day")
      .describe("Time of which the energy is shown: since midnight or Monday."),
    sentence: z.boolean().default(false).describe("Write the mean of a day at the foot; of a week only."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/** Headings of a span, the second of a house that sells. */
interface SpanWords {
  readonly heading: string;
  readonly in: string;
}

/** Words of the widget. */
export interface EnergyWords {
  readonly day: SpanWords;
  readonly week: SpanWords;
  /** Heading of a sum that is not whole, since `{time}` or a `{day}`. */
  readonly since: string;
  readonly sinceDay: string;
  /** Heading while no values come. */
  readonly until: string;
  /** `{energy}` is the mean of a day, kWh. */
  readonly aDay: string;
}

type EnergyDrawing = Drawing<"byNow" | "power" | "life", EnergyWords>;

/** Energy below which a house sells nothing, Wh. */
const LEAST_WH = 50;
const DAY_MS = 24 * 3_600_000;

/** What came in today or this week as the one number of the picture, and how much more or less that is than before. */
export const energy = widget({
  kind: "energy",
  description: "the day's or the week's kWh as the one number, by default of today",
  reads: ["byNow", "power", "life"],
  options,
  minimum: (type, { sentence }) => ({
    width: Math.ceil(2.2 * type.giantPx) + platePadding(type),
    height: Math.ceil(blockTop(type) + 0.77 * type.giantPx + (sentence ? 1.1 * type.bodyPx : 0)),
  }),
  draw: (drawing: EnergyDrawing, settings) => {
    const { view } = drawing;
    const comparison = view.byNow[settings.span];
    if (comparison?.running.energy.importWh === undefined) {
      // Of a fault the picture says what is wrong elsewhere.
      if (!faultOf(view.life)) drawNone(drawing);
      return;
    }
    drawEnergyHeading(drawing, comparison.running.energy, settings);
    drawEnergy(drawing, comparison.running.energy);
    if (settings.sentence && settings.span === "week") drawMean(drawing, comparison.running);
  },
});

/** Draws the power now while there is no energy of today yet, and says so. */
function drawNone({ pen, box, view, partWords, format, type }: EnergyDrawing): void {
  const { shown, state } = view.power;
  const at = { x: box.x + platePadding(type), width: box.width - platePadding(type) };
  const heading = { baseline: box.y + headingBaseline(type), ...at };
  const none = partWords.day.noHistory;
  const heightOf = (each: GiantStyle) => pen.metrics(each.number).capHeight + pen.metrics(each.number).descent;
  const isHigh = blockTop(type) + heightOf(giantStyle(type)) <= box.height;
  const { number: style, unit: unitStyle } = giantStyle(type, isHigh ? "usual" : "smaller");
  const baseline = box.y + blockTop(type) + pen.metrics(style).capHeight;
  const below = pen.metrics(style).descent + pen.metrics(bodyStyle(type)).capHeight + 4;
  const sentence = { baseline: baseline + Math.max(sentencePitch(type), below), ...at };
  if (!shown || state !== "fresh") {
    writeFirst(pen, [none], { ...heading, baseline: box.y + absenceBaseline(type) }, bodyStyle(type));
    return;
  }
  const { importNow, exportNow } = partWords.power;
  const { number, unit } = format.power(shown.hundredsW, "kW");
  writeFirst(pen, [shown.hundredsW < 0 ? exportNow : importNow], heading, labelStyle(type));
  pen.text(number, at.x, baseline, style);
  pen.text(unit, unitXOf(pen, number, at.x, style), baseline, unitStyle);
  const foot = box.y + box.height - pen.metrics(bodyStyle(type)).descent;
  if (sentence.baseline <= foot) writeFirst(pen, [none], sentence, bodyStyle(type));
}

function drawEnergyHeading(drawing: EnergyDrawing, running: EnergyView, { span }: Settings): void {
  const { pen, box, view, words, format, type } = drawing;
  const baseline = box.y + headingBaseline(type);
  const { valuesAtMs } = view.life;
  if (faultOf(view.life) && valuesAtMs !== undefined) {
    drawPlate(pen, { x: box.x, baseline }, fill(words.until, { time: format.moment(valuesAtMs, view.nowMs) }), type);
    return;
  }
  const at = { x: box.x + platePadding(type), baseline, width: box.width - platePadding(type) };
  writeFirst(pen, [headingOf(drawing, running, span)], at, labelStyle(type));
}

function headingOf({ words, format }: EnergyDrawing, running: EnergyView, span: Settings["span"]): string {
  const { sinceMs, exportWh = 0 } = running;
  if (sinceMs === undefined) return exportWh >= LEAST_WH ? words[span].in : words[span].heading;
  return span === "day"
    ? fill(words.since, { time: format.time(sinceMs) })
    : fill(words.sinceDay, { day: format.day(sinceMs) });
}

function drawEnergy({ pen, box, view, format, type }: EnergyDrawing, { importWh = 0, importApprox }: EnergyView): void {
  const amount = { number: marked(format.kilowattHours(importWh), importApprox), unit: "kWh" };
  const x = box.x + platePadding(type);
  const finish = faultOf(view.life) ? ("hollow" as const) : ("solid" as const);
  const usual = giantStyle(type, "usual", finish);
  const baseline = box.y + blockTop(type) + pen.metrics(usual.number).capHeight;
  const fits = x + giantWidth(pen, amount, usual) <= box.x + box.width;
  const style = fits ? usual : giantStyle(type, "smaller", finish);
  pen.text(amount.number, x, baseline, style.number);
  pen.text(amount.unit, unitXOf(pen, amount.number, x, style.number), baseline, style.unit);
}

/** Writes the mean of a day of the week at the foot of the box. */
function drawMean(
  drawing: EnergyDrawing,
  { fromMs, toMs, energy: { importWh = 0, sinceMs, importApprox } }: Span,
): void {
  const { pen, box, words, format, type } = drawing;
  const elapsedDays = (toMs - (sinceMs ?? fromMs)) / DAY_MS;
  if (elapsedDays < 1) return;
  const figure = marked(format.kilowattHours(importWh / elapsedDays), importApprox);
  const style = bodyStyle(type);
  const baseline = box.y + box.height - pen.metrics(style).descent;
  const at = { x: box.x + platePadding(type), baseline, width: box.width - platePadding(type) };
  writeFirst(pen, [fill(words.aDay, { energy: figure })], at, style);
}
