import { z } from "zod";
import { firstThatFits } from "../draw/fit.ts";
import { fill } from "../view/fill.ts";
import type { Problem } from "../view/parts/life.ts";
import { alignedX, baselineIn } from "./line.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    align: z.enum(["left", "right"]).default("right").describe("Place of the line in its box."),
    words: z.boolean().default(true).describe("Write words before the time; without them only the time is written."),
  });

/** Words of the widget. */
export interface StatusWords {
  /** Before the time that the values are from. */
  readonly valuesFrom: string;
}

type StatusDrawing = Drawing<"life", StatusWords>;

type Settings = z.infer<ReturnType<typeof options>>;

/** The minute that the values are from, or what is wrong, in words, white on black. */
export const status = widget({
  kind: "status",
  description: "the minute the values are from, or what is wrong",
  reads: ["life"],
  options,
  minimum: ({ bodyPx }) => ({ width: 5 * bodyPx, height: bodyPx + 2 }),
  draw: (drawing: StatusDrawing, settings) => {
    const [problem] = drawing.view.life.problems;
    if (problem) drawProblem(drawing, problem, settings);
    else drawTime(drawing, settings);
  },
});

function drawTime({ pen, box, view, words, format, type }: StatusDrawing, settings: Settings): void {
  const style = bodyStyle(type);
  const { valuesAtMs } = view.life;
  if (valuesAtMs === undefined) return;
  const time = format.moment(valuesAtMs, view.nowMs);
  const wordings = settings.words ? [`${words.valuesFrom} ${time}`, time] : [time];
  const text = firstThatFits(pen, wordings, style, box.width);
  if (text) pen.text(text, alignedX(box, settings.align), baselineIn(pen, box, style), style, settings.align);
}

function drawProblem(drawing: StatusDrawing, problem: Problem, { align }: Settings): void {
  const { pen, box, type } = drawing;
  const style = bodyStyle(type, "paper");
  const padding = Math.round(style.px / 2);
  const text = firstThatFits(pen, wordingsOf(problem, drawing), style, box.width - 2 * padding);
  if (!text) return;
  const width = pen.width(text, style) + 2 * padding;
  const x = align === "left" ? box.x : box.x + box.width - width;
  pen.fill({ x, y: box.y, width, height: box.height });
  pen.text(text, x + padding, baselineIn(pen, box, style), style);
}

/** The sentence with its time, without it, and its first words alone. */
function wordingsOf({ code, sinceMs }: Problem, { partWords, format, view }: Drawing): string[] {
  const sentence = partWords.life.problems[code];
  const bare = partWords.life.problemsShort[code];
  if (sinceMs !== undefined) return [fill(sentence, { time: format.moment(sinceMs, view.nowMs) }), bare];
  return sentence.includes("{time}") ? [bare] : [sentence, bare];
}
