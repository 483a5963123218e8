import { z } from "zod";
import { type Box, columns, rows } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { dashedDown, framed, RULE_PX } from "../draw/shapes.ts";
import type { PhaseView } from "../view/view.ts";
import { fill } from "../view/words/words.ts";
import { heading, headingHeight, headingStyle } from "./heading.ts";
import { sentenceHeight } from "./line.ts";
import { type Scene, widget } from "./widget.ts";

const options = z.strictObject({
  heading: z.boolean().default(true).describe("Write the heading and the ruler's amperes above the bars."),
  sentence: z.boolean().default(true).describe("Say below which phase is near its fuse, and the difference."),
});

/** The fuse stands at this share of the bar's room, so that an overload is seen to go beyond it. */
const FUSE_AT = 0.88;
const NEAR_AT = 0.8;
/** A row is no taller than this times its number: one phase alone is a bar, not a block. */
const TALLEST_ROW = 2.2;

/**
 * One bar per phase against the main fuse on one ruler: dashed at 80 %, solid at 100 %. The fullest phase is marked.
 * Import is solid, export hatched with its sign, what flows in a direction that is not known light; a stale bar is
 * outlined, an absent phase says so.
 */
export const phaseBars = widget(
  "phase-bars",
  options,
  (type, settings) => ({
    width: Math.ceil(9 * type.bodyPx + 2.4 * type.figurePx),
    height: Math.ceil(3 * Math.max(type.bodyPx, type.figurePx) + lines(settings) * type.bodyPx),
  }),
  (pen, box, scene, settings) => {
    const top = settings.heading ? headingHeight(pen, scene) : 0;
    const bottom = settings.sentence ? sentenceHeight(pen, scene) : 0;
    const room = { ...box, y: box.y + top, height: box.height - top - bottom };
    const tallest = scene.view.phases.length * TALLEST_ROW * scene.type.figurePx;
    const area = { ...room, height: Math.min(room.height, Math.round(tallest)) };
    const gap = Math.max(2, Math.round(room.height / 14));
    const lines = rows(
      area,
      scene.view.phases.map(() => "1fr" as const),
      gap,
    );
    const track = barTrack(pen, area, scene);
    scene.view.phases.forEach((phase, i) => {
      const line = lines[i];
      if (line) phaseRow(pen, line, track, scene, phase);
    });
    ruler(pen, area, track, scene);
    if (settings.heading) head(pen, box, track, scene);
    if (settings.sentence) below(pen, box, scene);
  },
);

/** Lines of text above and below the bars, with their space. */
function lines({ heading: above, sentence }: z.infer<typeof options>): number {
  return (above ? 1.75 : 0) + (sentence ? 1.5 : 0);
}

interface Track {
  readonly label: Box;
  readonly bar: Box;
  readonly amount: Box;
  /** x of the fuse and of 80 % of it. */
  readonly fuseX: number;
  readonly nearX: number;
}

function amountStyle({ type }: Scene): TextStyle {
  return { px: type.figurePx, face: type.figurePx >= 20 ? "figures" : "text", bold: true };
}

function labelStyle({ type }: Scene): TextStyle {
  return { px: type.bodyPx, bold: true };
}

function barTrack(pen: Pen, area: Box, scene: Scene): Track {
  const gap = Math.round(scene.type.bodyPx / 2);
  const labelWidth = pen.width("L2", labelStyle(scene)) + gap;
  const amountWidth = pen.width(scene.format.amperes(-88.8), amountStyle(scene));
  const [label, bar, amount] = columns(area, [labelWidth, "1fr", amountWidth], gap);
  if (!label || !bar || !amount) throw new RangeError("three columns");
  const at = (share: number) => bar.x + Math.round(bar.width * FUSE_AT * share);
  return { label, bar, amount, fuseX: at(1), nearX: at(NEAR_AT) };
}

function phaseRow(pen: Pen, line: Box, track: Track, scene: Scene, phase: PhaseView): void {
  const style = labelStyle(scene);
  const label = { ...track.label, y: line.y, height: line.height };
  if (phase.isWorst) pen.fill(label);
  const labelX = label.x + Math.round(label.width / 2);
  const middle = (text: TextStyle) => line.y + Math.round((line.height + pen.metrics(text).capHeight) / 2);
  pen.text(phase.name, labelX, middle(style), { ...style, ink: phase.isWorst ? "paper" : "ink" }, "center");
  const bar = { ...track.bar, y: line.y, height: line.height };
  if (phase.currentA === undefined) {
    const lowest = line.y + line.height - pen.metrics(style).descent;
    pen.text(scene.words.notReported, bar.x, Math.min(middle(style), lowest), style);
    return;
  }
  drawBar(pen, bar, track, phase, scene.view.meter.mainFuseA);
  const amount = amountStyle(scene);
  const finish = phase.state === "fresh" ? "solid" : "struck";
  const right = track.amount.x + track.amount.width;
  pen.text(scene.format.amperes(phase.currentA), right, middle(amount), { ...amount, finish }, "right");
}

function drawBar(pen: Pen, bar: Box, track: Track, phase: PhaseView, mainFuseA: number): void {
  const inset = Math.min(4, Math.floor(bar.height / 8));
  const room = { ...bar, y: bar.y + inset, height: bar.height - 2 * inset };
  const currentA = phase.currentA ?? 0;
  const full = track.fuseX - bar.x;
  const width = Math.min(bar.width, Math.round((Math.abs(currentA) / mainFuseA) * full));
  const rest = { ...room, x: room.x + width, width: Math.max(0, full - width) };
  pen.fill(rest, "muted", "dots");
  const filled = { ...room, width: Math.max(width, RULE_PX) };
  if (phase.state !== "fresh") framed(pen, filled, "veil");
  else if (currentA < 0) framed(pen, filled, "hatch");
  else if (phase.direction === undefined) framed(pen, filled, "quarter", currentA >= mainFuseA ? "alert" : "ink");
  else pen.fill(filled, currentA >= mainFuseA ? "alert" : "ink");
}

/** The marks go through all bars: paper beside them, so that they show on a full bar too. */
function ruler(pen: Pen, area: Box, { nearX, fuseX }: Track, scene: Scene): void {
  if (scene.view.phases.every((phase) => phase.currentA === undefined)) return;
  pen.fill({ x: nearX - RULE_PX, y: area.y, width: 3 * RULE_PX, height: area.height }, "paper");
  dashedDown(pen, nearX, area.y, area.height);
  pen.fill({ x: fuseX - RULE_PX, y: area.y, width: 3 * RULE_PX, height: area.height }, "paper");
  pen.fill({ x: fuseX, y: area.y, width: RULE_PX, height: area.height });
}

/** The heading, and the ruler's amperes where they have room beside it and each other. */
function head(pen: Pen, box: Box, track: Track, scene: Scene): void {
  const baseline = heading(pen, box, scene, scene.words.phases);
  const style: TextStyle = { px: scene.type.smallPx, bold: true };
  const { mainFuseA } = scene.view.meter;
  if (scene.view.phases.every((phase) => phase.currentA === undefined)) return;
  const near = scene.format.tick(mainFuseA * NEAR_AT);
  const fuse = `${scene.format.tick(mainFuseA)} A`;
  const title = scene.words.phases.toLocaleUpperCase(scene.format.locale);
  const freeFrom = box.x + pen.width(title, headingStyle(scene)) + Math.round(style.px / 2);
  const fuseX = track.fuseX - Math.round(style.px / 2);
  const nearX = track.nearX + 1;
  const half = Math.ceil(pen.width(near, style) / 2);
  if (nearX - half >= freeFrom && nearX + half + style.px / 3 <= fuseX)
    pen.text(near, nearX, baseline, style, "center");
  if (fuseX >= freeFrom) pen.text(fuse, fuseX, baseline, style);
}

function below(pen: Pen, box: Box, scene: Scene): void {
  const { words, format, view } = scene;
  const style = labelStyle(scene);
  const baseline = box.y + box.height - pen.metrics(style).descent;
  const right = box.x + box.width;
  const { differenceA } = view.balance;
  const difference = differenceA === undefined ? "" : `${words.difference} ${format.amperes(differenceA)} A`;
  pen.text(difference, right, baseline, style, "right");
  const left = box.width - pen.width(difference, style) - scene.type.bodyPx;
  const text = firstThatFits(pen, [sentence(scene)], style, left);
  if (text) pen.text(text, box.x, baseline, style);
}

function sentence({ view, words }: Scene): string {
  const { worst, level } = view.balance;
  if (level === "unknown") return "";
  if (view.phases.some((phase) => phase.state === "stale" || phase.state === "retained")) return words.phasesStale;
  if (level === "calm" || !worst) return words.phaseCalm;
  return fill(level === "over" ? words.phaseOver : words.phaseNear, { phase: worst });
}
