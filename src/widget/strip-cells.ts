import type { EnergyView } from "../view/energy-span.ts";
import { fill } from "../view/fill.ts";
import { capitalised, marked } from "../view/format.ts";
import { faultOf } from "../view/parts/life.ts";
import type { Cell } from "./cell-row.ts";
import { dayUseCells, type SubMeterWords } from "./sub-meter-cells.ts";
import type { Drawing } from "./widget.ts";

/** Words of the widget `strip`. */
export interface StripWords extends SubMeterWords {
  readonly today: string;
  readonly yesterday: string;
  /** `{month}` is the month's name. */
  readonly month: string;
  /** The same of a house that sells. */
  readonly inToday: string;
  readonly outToday: string;
  readonly outMonth: string;
  /** Beginning of a sum that is not whole, `{time}` or a `{day}`. */
  readonly since: string;
  readonly sinceDay: string;
  /** End of a sum while no values come: `{time}`, and the `{month}` before it. */
  readonly until: string;
  readonly monthUntil: string;
  readonly meter: string;
  /** What is left on the most loaded `{phase}`, or how much it is over its fuse. */
  readonly leftOn: string;
  readonly overOn: string;
  /** Difference between the phases. */
  readonly unbalance: string;
  /** Highest current of today, until a `{time}` while no values come, and when it was on its `{phase}`. */
  readonly highest: string;
  readonly highestUntil: string;
  readonly phaseAt: string;
  readonly powerFactor: string;
  /** Of the grid. */
  readonly frequency: string;
}

export type StripDrawing = Drawing<"totals" | "lastYear" | "subMeters" | "life", StripWords>;

/** Energy below which a house sells nothing, Wh. */
const LEAST_SOLD_WH = 50;

/** Order of the cells, see the options of the strip. */
interface StripOrder {
  readonly today: boolean;
  readonly subMeters: boolean;
  readonly sold: "after" | "first";
}

/** The cells of the strip in order, those alone of which something is known. */
export function stripCells(drawing: StripDrawing, order: StripOrder): Cell[] {
  const { today } = drawing.view.totals;
  const cells = (today.exportWh ?? 0) >= LEAST_SOLD_WH ? sellersCells(drawing, order) : buyersCells(drawing, order);
  return [...cells, counter(drawing)].filter((cell) => cell !== undefined);
}

function buyersCells(drawing: StripDrawing, order: StripOrder): (Cell | undefined)[] {
  const { view, words } = drawing;
  const { today, yesterday, month } = view.totals;
  return [
    order.today ? imported(drawing, today, upToNow(drawing, today, [words.today])) : undefined,
    imported(drawing, yesterday, [words.yesterday]),
    month && imported(drawing, month, upToNow(drawing, month, monthNames(words.month, drawing))),
    ...(order.subMeters ? dayUseCells(drawing) : []),
    imported(drawing, view.lastYear.month?.energy, ofLastYear("{month}", drawing)),
  ];
}

function sellersCells(drawing: StripDrawing, order: StripOrder): (Cell | undefined)[] {
  const { view, words } = drawing;
  const { today, month } = view.totals;
  const both = [
    order.today ? imported(drawing, today, upToNow(drawing, today, [words.inToday])) : undefined,
    exported(drawing, today, [words.outToday]),
  ];
  return [
    ...(order.sold === "first" ? both.toReversed() : both),
    exported(drawing, month, monthNames(words.outMonth, drawing)),
    ...(order.subMeters ? dayUseCells(drawing) : []),
    exported(drawing, view.lastYear.month?.energy, [
      ...ofLastYear(words.outMonth, drawing),
      ...ofLastYear("{month}", drawing),
    ]),
  ];
}

const FORMS = ["long", "short"] as const;

function monthNames(template: string, { view, format }: StripDrawing): string[] {
  return FORMS.map((form) => capitalised(fill(template, { month: format.month(view.nowMs, form) }), format.locale));
}

function ofLastYear(template: string, { view, format }: StripDrawing): string[] {
  const fromMs = view.lastYear.month?.fromMs ?? view.nowMs;
  return FORMS.map((form) => capitalised(fill(template, { month: format.monthOfYear(fromMs, form) }), format.locale));
}

function imported(drawing: StripDrawing, span: EnergyView | undefined, labels: readonly string[]): Cell | undefined {
  if (span?.importWh === undefined) return undefined;
  return energyCell(drawing, span.importWh, span.importApprox, labels);
}

function exported(drawing: StripDrawing, span: EnergyView | undefined, labels: readonly string[]): Cell | undefined {
  return span?.exportWh === undefined ? undefined : energyCell(drawing, span.exportWh, span.exportApprox, labels);
}

function energyCell(
  { format }: StripDrawing,
  energyWh: number,
  approx: true | undefined,
  labels: readonly string[],
): Cell {
  return { labels, figure: marked(format.kilowattHours(energyWh), approx), unit: "kWh" };
}

/** Labels of a sum that reaches to now: since when where it is not whole, until when while no values come. */
function upToNow({ view, words, format }: StripDrawing, span: EnergyView, names: readonly string[]): readonly string[] {
  const { valuesAtMs } = view.life;
  const isToday = span === view.totals.today;
  if (faultOf(view.life) && valuesAtMs !== undefined) {
    const time = format.moment(valuesAtMs, view.nowMs);
    if (isToday) return [fill(words.until, { time })];
    const month = format.month(view.nowMs, "short");
    const ends = time === format.time(valuesAtMs) ? [time] : [time, format.day(valuesAtMs)];
    return ends.map((end) => capitalised(fill(words.monthUntil, { time: end, month }), format.locale));
  }
  if (span.sinceMs === undefined) return names;
  return isToday
    ? [fill(words.since, { time: format.time(span.sinceMs) })]
    : [fill(words.sinceDay, { day: format.day(span.sinceMs) })];
}

function counter({ view, words, format }: StripDrawing): Cell | undefined {
  const { counterImportWh } = view.totals;
  if (counterImportWh === undefined) return undefined;
  return { labels: [words.meter], figure: format.counter(counterImportWh) };
}
