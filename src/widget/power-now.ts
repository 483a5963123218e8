import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { firstThatFits, largestPx } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { marked } from "../view/format.ts";
import type { PowerView } from "../view/view.ts";
import { fill } from "../view/words/words.ts";
import { heading, headingHeight } from "./heading.ts";
import { sentenceHeight } from "./line.ts";
import { type Scene, widget } from "./widget.ts";

const options = z.strictObject({
  heading: z.boolean().default(true).describe("Write the direction above the number."),
  sentence: z.boolean().default(true).describe("Write the running hour's mean below, or since when the value is old."),
});

/** Unit to number, by height: it is read once, the number each time. */
const UNIT_SHARE = 0.42;
/** Between the number and its unit, as a share of the number's size. */
const UNIT_GAP = 0.14;
/** Share of the width that the widest number may take; the unit needs the rest. */
const NUMBER_SHARE = 0.74;
/** Depth of the comma below the baseline, as a share of a digit's height. */
const COMMA = 0.22;
/** The largest number that has to fit: three phases of 63 A, and the widest of them. */
const WIDEST = "88,8";

/** Net power at the grid as the largest thing on the panel, its direction above it, the running hour below. */
export const powerNow = widget(
  "power-now",
  options,
  (type, { heading: withHeading, sentence }) => ({
    width: 9 * type.bodyPx,
    height: (2 + (withHeading ? 2 : 0) + (sentence ? 2 : 0)) * type.bodyPx,
  }),
  (pen, box, scene, { heading: withHeading, sentence }) => {
    const { view, words } = scene;
    if (withHeading) heading(pen, box, scene, headingText(view.power, scene), words.power);
    const top = withHeading ? headingHeight(pen, scene) : 0;
    const bottom = sentence ? sentenceHeight(pen, scene) : 0;
    const room = { ...box, y: box.y + top, height: box.height - top - bottom };
    if (view.power.shown)
      number(pen, room, scene, view.power, sentence ? Math.round(scene.type.bodyPx / 2) : room.height);
    else pen.text(words.noPower, box.x, room.y + Math.round(room.height / 2), { px: scene.type.bodyPx, bold: true });
    if (sentence) below(pen, box, scene);
  },
);

function headingText({ netW, state }: PowerView, { words }: Scene): string {
  if (netW === undefined) return words.power;
  if (state === "fresh") return netW < 0 ? words.exportNow : words.importNow;
  return netW < 0 ? words.exportLast : words.importLast;
}

/** @param free pixels below the room into which the comma may reach */
function number(pen: Pen, room: Box, { view, format }: Scene, { shown, state }: PowerView, free: number): void {
  if (!shown) return;
  const amount = format.power(shown.valueW, shown.unit);
  const px = largestPx(
    pen,
    [WIDEST],
    { face: "figures" },
    { width: room.width * NUMBER_SHARE, height: Math.min(room.height, (room.height + free) / (1 + COMMA)), most: 320 },
  );
  const style = fits(pen, amount, room, { px, face: "figures", finish: state === "fresh" ? "solid" : "outlined" });
  const { capHeight } = pen.metrics(style);
  const slack = room.height - capHeight;
  const below = Math.max(0, Math.ceil(COMMA * capHeight) - free);
  const baseline = room.y + capHeight + Math.max(0, Math.min(Math.round(slack / 2), slack - below));
  pen.text(amount.number, room.x, baseline, style);
  const unitX = room.x + pen.width(amount.number, style) + Math.round(style.px * UNIT_GAP);
  pen.text(amount.unit, unitX, baseline, { ...unitStyle(style), finish: finishOfUnit(view.power) });
}

/** The style, smaller only where number and unit together would not fit. */
function fits(pen: Pen, amount: { number: string; unit: string }, room: Box, style: TextStyle): TextStyle {
  for (let px = style.px; px > 12; px--) {
    const at = { ...style, px };
    const width = pen.width(amount.number, at) + Math.round(px * UNIT_GAP) + pen.width(amount.unit, unitStyle(at));
    if (width <= room.width) return at;
  }
  return { ...style, px: 12 };
}

function unitStyle({ px }: TextStyle): TextStyle {
  return { px: Math.max(11, Math.round(px * UNIT_SHARE)), face: "figures" };
}

function finishOfUnit({ state }: PowerView): "solid" | "outlined" {
  return state === "fresh" ? "solid" : "outlined";
}

function below(pen: Pen, box: Box, scene: Scene): void {
  const style: TextStyle = { px: scene.type.bodyPx, bold: true };
  const baseline = box.y + box.height - pen.metrics(style).descent;
  const text = firstThatFits(pen, sentences(scene), style, box.width);
  if (text) pen.text(text, box.x, baseline, style);
}

function sentences({ view, words, format }: Scene): string[] {
  const { state, atMs, hourMeanW, hourApprox, netW } = view.power;
  if (netW === undefined) return [];
  if (state === "retained") return [words.ageUnknown];
  if (state === "stale") return atMs === undefined ? [] : [fill(words.staleSince, { time: format.time(atMs) })];
  if (hourMeanW === undefined) return [];
  const mean = format.power(hourMeanW, Math.abs(hourMeanW) >= 1_000 ? "kW" : "W");
  const figure = marked(`${hourMeanW < 0 ? "−" : ""}${mean.number} ${mean.unit}`, hourApprox);
  return [`${words.hourMean} ${figure}`, figure];
}
