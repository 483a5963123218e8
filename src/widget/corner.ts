import { z } from "zod";
import type { TextStyle } from "../draw/pen.ts";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import { faultOf } from "../view/parts/life.ts";
import { writeFirst } from "./measures.ts";
import { shortRoom } from "./phase-sentences.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    clock: z.int().min(11).max(200).default(20).describe("Size of the clock, pixels."),
    px: z.int().min(11).max(200).optional().describe("Size of the lines below it, pixels; that of words by default."),
  });

/** Words of the widget. */
export interface CornerWords {
  /** Below the time of a value that is out of date. */
  readonly lastValue: string;
  /** The day's energy, `{energy}` with its unit. */
  readonly today: string;
  /** What is left on the fuse of the most loaded phase. */
  readonly left: string;
}

type CornerDrawing = Drawing<"power" | "totals" | "life" | "phases" | "balance" | "phaseDay", CornerWords>;

/** Three lines at the right edge of a label: the clock, the day's energy, and what is left on the fuse. */
export const corner = widget({
  kind: "corner",
  description: "three short lines for labels: the clock, the day's energy, what is left on the fuse",
  reads: ["power", "totals", "life", "phases", "balance", "phaseDay"],
  options,
  minimum: ({ bodyPx }, { clock, px = bodyPx }) => ({
    width: Math.ceil(3 * clock),
    height: Math.ceil(clock + 2 * 1.45 * px),
  }),
  draw: (written: CornerDrawing, { clock, px = written.type.bodyPx }) => {
    const drawing = { ...written, type: { ...written.type, bodyPx: px } };
    const { pen, box, view, words, format, type } = drawing;
    const clockStyle: TextStyle = { px: clock, face: "label" };
    const first = box.y + pen.metrics(clockStyle).capHeight;
    const pitch = Math.floor(
      (box.height - pen.metrics(clockStyle).capHeight - pen.metrics(bodyStyle(type)).descent) / 2,
    );
    const right = { x: box.x, width: box.width, align: "right" } as const;
    const fault = faultOf(view.life);
    const isLast = fault !== undefined && view.power.netW !== undefined;
    const atMs = isLast ? view.power.atMs : view.nowMs;
    const time = view.clockSet && atMs !== undefined ? format.clock(atMs) : "–:–";
    writeFirst(pen, [time], { baseline: first, ...right }, clockStyle);
    // A picture that was left behind by a power cut gives itself away by its day.
    const weekday = view.clockSet && atMs !== undefined ? [format.weekday(atMs, "short")] : [];
    const before = box.width - pen.width(time, clockStyle) - Math.round(clock / 4);
    const weekdayPx = Math.min(type.bodyPx, Math.round(0.7 * clock));
    if (before > 0)
      writeFirst(pen, weekday, { baseline: first, ...right, width: before }, { ...bodyStyle(type), px: weekdayPx });
    if (fault) {
      if (isLast) writeFirst(pen, [words.lastValue], { baseline: first + pitch, ...right }, bodyStyle(type));
      return;
    }
    writeFirst(pen, energyOf(drawing), { baseline: first + pitch, ...right }, bodyStyle(type));
    drawRoom(drawing, first + 2 * pitch, written.type.bodyPx);
  },
});

function energyOf({ view, words, format }: CornerDrawing): string[] {
  const { importWh, importApprox } = view.totals.today;
  if (importWh === undefined) return [];
  const figure = marked(format.kilowattHours(importWh), importApprox);
  const energy = `${figure} kWh`;
  return [fill(words.today, { energy }), energy, figure];
}

/** Writes what is left on the fuse, or on black by how much it is exceeded; smaller where it has no room. */
function drawRoom(drawing: CornerDrawing, baseline: number, smallerPx: number): void {
  const { pen, box, view, words, type } = drawing;
  const room = shortRoom(drawing, words.left);
  if (room === undefined) return;
  const isOver = view.balance.level === "over";
  const usual = bodyStyle(type, isOver ? "alarmInk" : "ink");
  const style = pen.width(room, usual) <= box.width ? usual : { ...usual, px: smallerPx };
  const width = pen.width(room, style);
  const right = box.x + box.width - (isOver ? 4 : 0);
  if (width + (isOver ? 8 : 0) > box.width) return;
  const { capHeight, descent } = pen.metrics(style);
  if (isOver)
    pen.fill(
      {
        x: right - width - 4,
        y: baseline - capHeight - 3,
        width: width + 8,
        height: capHeight + 3 + Math.min(3, descent),
      },
      "alarm",
    );
  pen.text(room, right, baseline, style, "right");
}
