import type { Medium } from "../meter/sub-meter.ts";
import { fill } from "../view/fill.ts";
import { capitalised, marked } from "../view/format.ts";
import type { SubMeterView, UseView } from "../view/parts/sub-meters.ts";
import type { Cell } from "./cell-row.ts";
import type { Drawing } from "./widget.ts";

/** Words about sub-meters. */
export interface SubMeterWords {
  /** Names of what they measure; the last is what a second electricity meter sent out. */
  readonly media: Readonly<Record<Medium | "electricityOut", string>>;
  /** Use of a `{medium}` today up to a `{time}`, in a `{month}`, and from a `{day}` on. */
  readonly mediumUntil: string;
  readonly mediumMonth: string;
  readonly mediumSince: string;
}

const DAY_MS = 86_400_000;

type SubMetersDrawing = Pick<Drawing<"subMeters", SubMeterWords>, "view" | "words" | "format">;

/** The day's use of each sub-meter, with the time of its last value: many are read by the hour. */
export function dayUseCells(drawing: SubMetersDrawing): Cell[] {
  return drawing.view.subMeters.flatMap((meter) =>
    meter.today ? [useCell(drawing, meter, meter.today, untilLabels(drawing, meter))] : [],
  );
}

/** The day's and the month's use of each sub-meter. */
export function subMeterCells(drawing: SubMetersDrawing): Cell[] {
  return drawing.view.subMeters.flatMap((meter) => {
    const { today, month } = meter;
    return [
      ...(today ? [useCell(drawing, meter, today, untilLabels(drawing, meter))] : []),
      ...(month ? [useCell(drawing, meter, month, monthLabels(drawing, meter, month))] : []),
    ];
  });
}

function useCell({ format }: SubMetersDrawing, meter: SubMeterView, use: UseView, labels: readonly string[]): Cell {
  const figure = meter.unit === "Wh" ? format.kilowattHours(use.amount) : format.cubicMetres(use.amount);
  return { labels, figure: marked(figure, use.isApprox), unit: meter.unit === "Wh" ? "kWh" : "m³" };
}

function nameOf({ words }: SubMetersDrawing, { medium, direction }: SubMeterView): string {
  return words.media[direction === "export" ? "electricityOut" : medium];
}

/** Until when a sum of the day reaches; of a value that is not of today, its day. */
function untilLabels(drawing: SubMetersDrawing, meter: SubMeterView): readonly string[] {
  const { view, words, format } = drawing;
  const medium = nameOf(drawing, meter);
  const { atMs } = meter;
  if (atMs === undefined) return [medium];
  const time = view.nowMs - atMs < DAY_MS ? format.time(atMs) : format.day(atMs);
  return [fill(words.mediumUntil, { medium, time }), medium];
}

function monthLabels(drawing: SubMetersDrawing, meter: SubMeterView, { sinceMs }: UseView): readonly string[] {
  const { view, words, format } = drawing;
  const medium = nameOf(drawing, meter);
  if (sinceMs !== undefined) return [fill(words.mediumSince, { medium, day: format.day(sinceMs) })];
  return (["long", "short"] as const).map((form) =>
    capitalised(fill(words.mediumMonth, { medium, month: format.month(view.nowMs, form) }), format.locale),
  );
}
