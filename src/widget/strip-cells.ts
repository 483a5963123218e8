import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import type { EnergyView } from "../view/parts/totals.ts";
import { faultOf } from "./fault-block.ts";
import type { Drawing } from "./widget.ts";

/** Words of the widget `strip`. */
export interface StripWords {
  readonly today: string;
  readonly yesterday: string;
  /** `{month}` is the month's name. */
  readonly month: string;
  /** The same of a house that sells. */
  readonly inToday: string;
  readonly outToday: string;
  readonly inYesterday: string;
  readonly outMonth: string;
  /** Beginning of a sum that is not whole, `{time}` or a `{day}`. */
  readonly since: string;
  readonly sinceDay: string;
  /** End of a sum while no values come: `{time}`, and the `{month}` before it. */
  readonly until: string;
  readonly monthUntil: string;
  readonly meter: string;
}

/** One number of the strip with its label. */
export interface Cell {
  readonly label: string;
  readonly figure: string;
  readonly unit?: string;
}

export type StripDrawing = Drawing<"totals" | "life", StripWords>;

/** Energy below which a house sells nothing, Wh. */
const LEAST_SOLD_WH = 50;

/** The cells of the strip in order, those alone of which something is known. */
export function stripCells(drawing: StripDrawing): Cell[] {
  const { view, words } = drawing;
  const { today, yesterday, month } = view.totals;
  const sells = (today.exportWh ?? 0) >= LEAST_SOLD_WH;
  const names = sells ? [words.inToday, words.inYesterday] : [words.today, words.yesterday];
  const cells = [
    imported(drawing, today, names[0] ?? ""),
    ...(sells ? [exported(drawing, today, words.outToday)] : []),
    ...(sells && month ? [exported(drawing, month, monthName(words.outMonth, drawing, "short"))] : []),
    imported(drawing, yesterday, names[1] ?? "", true),
    ...(sells || !month ? [] : [imported(drawing, month, monthName(words.month, drawing))]),
    counter(drawing),
  ];
  return cells.filter((cell) => cell !== undefined);
}

function monthName(template: string, { view, format }: StripDrawing, form: "long" | "short" = "long"): string {
  return capitalised(fill(template, { month: format.month(view.nowMs, form) }), format.locale);
}

function capitalised(text: string, locale: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);
}

function imported(drawing: StripDrawing, span: EnergyView, name: string, isOver = false): Cell | undefined {
  if (span.importWh === undefined) return undefined;
  return energyCell(drawing, span.importWh, span.importApprox, isOver ? name : spanLabel(drawing, span, name));
}

function exported(drawing: StripDrawing, span: EnergyView, name: string): Cell | undefined {
  return span.exportWh === undefined ? undefined : energyCell(drawing, span.exportWh, span.exportApprox, name);
}

function energyCell({ format }: StripDrawing, energyWh: number, approx: true | undefined, label: string): Cell {
  return { label, figure: marked(format.kilowattHours(energyWh), approx), unit: "kWh" };
}

/** Label of a sum that reaches to now: since when where it is not whole, until when while no values come. */
function spanLabel({ view, words, format }: StripDrawing, span: EnergyView, name: string): string {
  const { valuesAtMs } = view.life;
  const isToday = span === view.totals.today;
  if (faultOf(view.life) && valuesAtMs !== undefined) {
    const time = format.time(valuesAtMs);
    if (isToday) return fill(words.until, { time });
    return capitalised(fill(words.monthUntil, { time, month: format.month(view.nowMs, "short") }), format.locale);
  }
  if (span.sinceMs === undefined) return name;
  return isToday
    ? fill(words.since, { time: format.time(span.sinceMs) })
    : fill(words.sinceDay, { day: format.day(span.sinceMs) });
}

function counter({ view, words, format }: StripDrawing): Cell | undefined {
  const { counterImportWh } = view.totals;
  if (counterImportWh === undefined) return undefined;
  return { label: words.meter, figure: format.counter(counterImportWh) };
}
