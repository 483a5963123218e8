import type { Box } from "../draw/box.ts";
import { brokenLines, firstThatFits } from "../draw/fit.ts";
import { fill } from "../view/fill.ts";
import type { Problem, ProblemCode, StatusView } from "../view/parts/life.ts";
import { chainFits, chainHeight, drawChain } from "./chain.ts";
import { drawPlate, headingBaseline, plateHeight, platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle } from "./text-styles.ts";
import type { Drawing } from "./widget.ts";

/** The fault that there are no days and hours because the clock is not set; undefined while it is. */
export function clockFaultOf({
  clockSet,
  life,
}: Pick<Drawing<"life">["view"], "clockSet" | "life">): Problem | undefined {
  const problem = life.problems.find(({ code }) => code === "clock-not-set");
  return clockSet ? problem : (problem ?? { code: "clock-not-set" });
}

/** Room beside a chain that puts it amid the room, as a share of the size of words. */
const MUCH = 4;

/**
 * Draws what is wrong: a plate with the fault and how long it lasts, the chain where it has room, and what works and what
 * to do. @param room its left edge is the plate's
 */
export function drawFault(drawing: Drawing<"life">, room: Box, problem: Problem): void {
  const { pen, type } = drawing;
  const style = bodyStyle(type);
  const padding = platePadding(type);
  const inner = { ...room, x: room.x + padding, width: room.width - padding };
  const text = firstThatFits(pen, wordingsOf(problem, drawing), style, room.width - 2 * padding);
  if (text) drawPlate(pen, { x: room.x, baseline: room.y + headingBaseline(type), width: room.width }, text, type);
  const last = room.y + room.height - pen.metrics(style).descent;
  const pitch = sentencePitch(type);
  const sentences = [worksText(problem, drawing), remedyText(problem, drawing)].filter((each) => each !== "");
  const linesOf = (each: string) => brokenLines(pen, each, style, inner.width);
  const fewer = [sentences.flatMap(linesOf), ...sentences.slice(-1).map(linesOf)];
  const top = room.y + plateHeight(type) + Math.round(type.bodyPx * 0.9);
  const firstOf = (count: number) => last - (count - 1) * pitch;
  const hasChain = top + chainHeight(drawing) + type.bodyPx <= last && chainFits(drawing, inner.width);
  const free = firstOf(1) - type.bodyPx - (hasChain ? top + chainHeight(drawing) : room.y + plateHeight(type));
  const most = free < 0 ? 0 : Math.floor(free / pitch) + 1;
  const written = fewer.find((lines) => lines.length <= most) ?? [];
  written.forEach((line, i) => {
    writeFirst(pen, [line], { x: inner.x, baseline: firstOf(written.length) + i * pitch, width: inner.width }, style);
  });
  if (!hasChain) return;
  const slack = firstOf(written.length) - type.bodyPx - top - chainHeight(drawing);
  const usual = Math.min(Math.max(0, Math.floor(slack / 2)), Math.round(type.bodyPx * 0.65));
  const y = top + (slack > MUCH * type.bodyPx ? Math.round(0.4 * slack) : usual);
  drawChain(drawing, { ...inner, y }, [problem]);
}

/** Draws what is wrong and what works on black over the whole box: on labels there is room for a few lines. */
export function drawSmallFault(drawing: Drawing<"life">, problem: Problem): void {
  const { pen, box, type } = drawing;
  const { life } = drawing.view;
  const style = bodyStyle(type, "paper");
  const pitch = Math.round(1.4 * type.bodyPx);
  const { capHeight } = pen.metrics(style);
  const at = { x: box.x + 8, width: box.width - 16 };
  const broken = (text: string) => brokenLines(pen, text, style, at.width);
  const wordings = wordingsOf(problem, drawing);
  const [works, most] = [broken(worksText(problem, drawing)), Math.floor(box.height / pitch)];
  const fits = (lines: readonly string[]) =>
    lines.length <= most && lines.every((line) => pen.width(line, style) <= at.width);
  const told = [
    ...wordings.map((wording) => [...broken(wording), ...works]),
    ...(isDiagnosed(problem, life) ? [works] : []),
  ];
  const lines = [...told, ...wordings.map(broken)].find(fits) ?? [];
  const first = box.y + Math.round((box.height - (lines.length - 1) * pitch + capHeight) / 2);
  pen.fill(box);
  lines.forEach((line, i) => {
    pen.text(line, at.x, first + i * pitch, style);
  });
}

/** Problems while which a link without a broker is there. */
const BEYOND_LINK: ReadonlySet<ProblemCode> = new Set(["meter-silent", "no-telegram-yet", "kept-values", "unreadable"]);

/** Tells whether an online reader says why no value has come: in few words that says more than that none has. */
function isDiagnosed(
  { code }: Problem,
  life: StatusView,
): life is StatusView & Required<Pick<StatusView, "readerFault">> {
  return code === "no-telegram-yet" && life.readerFault !== undefined;
}

/** What works all the same, by what the meter is read through; where a reader says what does not, that. */
function worksText(problem: Problem, { view: { life }, partWords }: Drawing<"life">): string {
  const { code } = problem;
  const { works, worksUpTo, readerFaults } = partWords.life;
  if (isDiagnosed(problem, life)) return readerFaults[life.readerFault.code];
  if (life.end === undefined) return works[code];
  if (BEYOND_LINK.has(code)) return worksUpTo[life.end];
  return code === "reader-gone" ? works["broker-gone"] : works[code];
}

/** What to do; through a cable there is no reader to look at. */
function remedyText({ code }: Problem, { view: { life }, partWords }: Drawing<"life">): string {
  const { remedy } = partWords.life;
  const isCable = life.end === "port" && (code === "no-telegram-yet" || code === "kept-values");
  return remedy[isCable ? "meter-silent" : code];
}

/** The sentence with its duration, and its first words alone. */
function wordingsOf({ code, sinceMs }: Problem, { partWords, format, view }: Drawing<"life">): string[] {
  const { problemsFor, problemsShort } = partWords.life;
  if (sinceMs === undefined || !view.clockSet) return [problemsShort[code]];
  return [fill(problemsFor[code], { age: format.age(view.nowMs - sinceMs) }), problemsShort[code]];
}
