import { z } from "zod";
import { RULE_PX } from "../draw/shapes.ts";
import type { DayQuarters } from "../view/parts/two-weeks.ts";
import type { HoursWords } from "./hours.ts";
import { headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({});

type DaysDrawing = Drawing<"twoWeeks", HoursWords>;

/** Part of a day's quarters that must be known for its energy to be shown. */
const KNOWN = 0.5;

/** The energy from the grid of each of fourteen days as a bar, today still growing. */
export const lastDays = widget({
  kind: "last-days",
  description: "the energy from the grid of each of the last fourteen days",
  wordsKey: "hours",
  reads: ["twoWeeks"],
  options,
  minimum: (type) => ({ width: 14 * 2 * type.smallPx, height: Math.ceil(headingBaseline(type) + 4 * type.smallPx) }),
  draw: (drawing: DaysDrawing) => {
    const { pen, box, view, words, type } = drawing;
    const { days } = view.twoWeeks;
    if (days.length === 0) return;
    const style = labelStyle(type);
    const x = box.x + platePadding(type);
    const width = box.x + box.width - x;
    writeFirst(pen, [words.lastDays], { x, baseline: box.y + headingBaseline(type), width }, style);
    const energies = days.map(energyOf);
    const most = Math.max(1, ...energies.map((wh) => wh ?? 0));
    const { capHeight, descent } = pen.metrics(style);
    const baseline = box.y + box.height - descent;
    const zeroY = baseline - capHeight - 10;
    const room = zeroY - (box.y + headingBaseline(type) + Math.round(0.5 * type.smallPx)) - capHeight - 6;
    pen.fill({ x, y: zeroY, width, height: RULE_PX });
    days.forEach((day, i) => {
      const [left, right] = [i, i + 1].map((at) => x + Math.round((at * width) / days.length));
      drawDay(
        drawing,
        day,
        { x: left ?? x, width: (right ?? x) - (left ?? x), zeroY, baseline },
        energies[i],
        room / most,
      );
    });
  },
});

/** Energy from the grid of a day so far, Wh; undefined where less than half of it is known. */
function energyOf({ quarters }: DayQuarters): number | undefined {
  const known = quarters.filter((watts) => watts !== null);
  if (known.length === 0 || known.length < KNOWN * quarters.length) return undefined;
  return known.reduce((sum, watts) => sum + Math.max(0, watts) / 4, 0);
}

function drawDay(
  { pen, view, type, format }: DaysDrawing,
  { fromMs }: DayQuarters,
  place: { readonly x: number; readonly width: number; readonly zeroY: number; readonly baseline: number },
  energyWh: number | undefined,
  perWh: number,
): void {
  const style = labelStyle(type);
  const gap = Math.round(place.width * 0.14);
  const bar = { x: place.x + gap, width: place.width - 2 * gap };
  const isToday = fromMs === view.twoWeeks.days.at(-1)?.fromMs;
  const middle = { x: place.x, width: place.width, align: "center" } as const;
  writeFirst(pen, [format.weekdayAndDay(fromMs)], { ...middle, baseline: place.baseline }, style);
  if (energyWh === undefined) return;
  const height = Math.round(energyWh * perWh);
  if (isToday) pen.mark({ ...bar, y: place.zeroY - height, height }, "forecast");
  else pen.fill({ ...bar, y: place.zeroY - height, height });
  writeFirst(pen, [format.whole(energyWh / 1_000)], { ...middle, baseline: place.zeroY - height - 6 }, style);
}
