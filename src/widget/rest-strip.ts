import { fill } from "../view/fill.ts";
import { capitalised, marked } from "../view/format.ts";
import { type Cell, cellRowOptions, cellRowRoom, drawCellRow } from "./cell-row.ts";
import { drawMoon } from "./moon.ts";
import { type Drawing, widget } from "./widget.ts";

/** Words of the widget. */
export interface RestStripWords {
  /** `{month}` is the month's name. */
  readonly month: string;
  readonly highest: string;
  readonly meter: string;
  /** Above the time at which pictures are renewed again, and without one. */
  readonly until: string;
  readonly rests: string;
}

type RestDrawing = Drawing<"rest" | "totals", RestStripWords>;

/** A row of numbers of the day that ends; the last says until when the display rests, beside a moon. */
export const restStrip = widget({
  kind: "rest-strip",
  description: "numbers of the day that ends, and until when the display rests, beside a moon",
  reads: ["rest", "totals"],
  options: cellRowOptions,
  minimum: cellRowRoom,
  draw: (drawing: RestDrawing, settings) => {
    const { pen, view, words, format, type } = drawing;
    const { untilMs } = view.rest;
    const last =
      untilMs === undefined
        ? { labels: [], figure: words.rests }
        : { labels: [words.until], figure: format.clock(untilMs) };
    const cells = cellsOf(drawing).slice(0, settings.columns * settings.rows - 2);
    const free = drawCellRow(drawing, cells, settings, last).at(-1);
    const size = 2 * Math.round(0.53 * (settings.px ?? type.figurePx));
    if (!free || size > free.width || size > free.height) return;
    drawMoon(pen, free.x, free.y + Math.max(0, Math.round((free.height - size) / 2) - 1), size);
  },
});

function cellsOf({ view, words, format }: RestDrawing): Cell[] {
  const { month, hours, fromMs } = view.rest;
  const forms = ["long", "short"] as const;
  const names = forms.map((form) =>
    capitalised(fill(words.month, { month: format.month(fromMs, form) }), format.locale),
  );
  const most = Math.max(0, ...hours.today.map((hour) => hour?.importWh ?? 0));
  const { counterImportWh } = view.totals;
  const cells: (Cell | undefined)[] = [
    month.importWh === undefined
      ? undefined
      : { labels: names, figure: marked(format.kilowattHours(month.importWh), month.importApprox), unit: "kWh" },
    most > 0 ? { labels: [words.highest], figure: format.kilowattHours(most), unit: "kWh" } : undefined,
    counterImportWh === undefined ? undefined : { labels: [words.meter], figure: format.counter(counterImportWh) },
  ];
  return cells.filter((cell) => cell !== undefined);
}
