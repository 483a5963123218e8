import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Align, Pen, TextStyle } from "../draw/pen.ts";
import type { Problem } from "../view/view.ts";
import { fill } from "../view/words/words.ts";
import { baselineIn } from "./line.ts";
import { type Scene, widget } from "./widget.ts";

const options = z.strictObject({
  align: z.enum(["left", "right"]).default("right").describe("Where in its box the line stands."),
  words: z.boolean().default(true).describe("Write words before the time; without them the time stands alone."),
});

/** The minute the values are from, or what is wrong, in words, white on black. */
export const status = widget(
  "status",
  options,
  (type) => ({ width: 5 * type.bodyPx, height: type.bodyPx + 2 }),
  (pen, box, scene, { align, words }) => {
    const [problem] = scene.view.life.problems;
    if (problem) alarm(pen, box, scene, problem, align);
    else alive(pen, box, scene, { align, words });
  },
);

function alive(pen: Pen, box: Box, scene: Scene, { align, words }: { align: Align; words: boolean }): void {
  const style: TextStyle = { px: scene.type.bodyPx, bold: true };
  const { valuesAtMs } = scene.view.life;
  if (valuesAtMs === undefined) return;
  const time = scene.format.time(valuesAtMs);
  const wordings = words ? [`${scene.words.valuesFrom} ${time}`, time] : [time];
  const text = firstThatFits(pen, wordings, style, box.width);
  const x = align === "left" ? box.x : box.x + box.width;
  if (text) pen.text(text, x, baselineIn(pen, box, style), style, align);
}

function alarm(pen: Pen, box: Box, scene: Scene, problem: Problem, align: Align): void {
  const px = Math.max(scene.type.bodyPx, 11);
  const style: TextStyle = { px, bold: true, ink: "paper" };
  const padding = Math.round(px / 2);
  const text = firstThatFits(pen, wordingsOf(problem, scene), style, box.width - 2 * padding);
  if (!text) return;
  const width = pen.width(text, style) + 2 * padding;
  const x = align === "left" ? box.x : box.x + box.width - width;
  pen.fill({ x, y: box.y, width, height: box.height }, "alert");
  pen.text(text, x + padding, baselineIn(pen, box, style), style);
}

/** The sentence with its time, without it, and its first words alone. */
function wordingsOf({ code, sinceMs }: Problem, { words, format }: Scene): string[] {
  const sentence = words.problems[code];
  const bare = words.problemsShort[code];
  if (sinceMs !== undefined) return [fill(sentence, { time: format.time(sinceMs) }), bare];
  return sentence.includes("{time}") ? [bare] : [sentence, bare];
}
