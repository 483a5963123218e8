import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { firstThatFits, largestPx } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { fill } from "../view/fill.ts";
import { type Amount, marked } from "../view/format.ts";
import type { ShownPower } from "../view/parts/power.ts";
import { drawHeading, headingHeight } from "./heading.ts";
import { footBaseline, sentenceHeight } from "./line.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({
  heading: z.boolean().default(true).describe("Write the direction above the number."),
  sentence: z.boolean().default(true).describe("Write the running hour's mean below, or since when the value is old."),
});

/** Words of the widget. */
export interface PowerNowWords {
  /** Headings by the direction; `…Last` when the value is out of date. */
  readonly importNow: string;
  readonly exportNow: string;
  readonly importLast: string;
  readonly exportLast: string;
  /** Heading while the direction is not known. */
  readonly power: string;
  readonly noPower: string;
  /** `{time}` is when the value was true. */
  readonly staleSince: string;
  readonly ageUnknown: string;
  /** Before the mean of the running hour. */
  readonly hourMean: string;
}

/** Height of the unit as a share of the number's: it is read once, the number each time. */
const UNIT_SHARE = 0.42;
/** Between the number and its unit, as a share of the number's size. */
const UNIT_GAP = 0.14;
/** Share of the width that the widest number may take; the unit needs the rest. */
const NUMBER_SHARE = 0.74;
/** Depth of the comma below the baseline, as a share of a digit's height. */
const COMMA = 0.22;
/** The largest number that has to fit: three phases of 63 A, and the widest of them. */
const WIDEST = "88,8";
/** The largest and the smallest size of the number, pixels. */
const [MOST_PX, LEAST_PX] = [320, 12];

/** Net power at the grid as the largest thing on the panel, its direction above it, the running hour below. */
export const powerNow = widget({
  kind: "power-now",
  reads: ["power"],
  options,
  minimum: ({ bodyPx }, { heading, sentence }) => ({
    width: 9 * bodyPx,
    height: (2 + (heading ? 2 : 0) + (sentence ? 2 : 0)) * bodyPx,
  }),
  draw: (drawing: Drawing<"power", PowerNowWords>, { heading, sentence }) => {
    const { pen, box, view, words, type } = drawing;
    if (heading) drawHeading(drawing, headingText(drawing), words.power);
    const top = heading ? headingHeight(pen, type) : 0;
    const bottom = sentence ? sentenceHeight(pen, type) : 0;
    const room = { ...box, y: box.y + top, height: box.height - top - bottom };
    const { shown } = view.power;
    if (shown) drawNumber({ ...drawing, room, shown, freePx: sentence ? Math.round(type.bodyPx / 2) : room.height });
    else pen.text(words.noPower, box.x, room.y + Math.round(room.height / 2), bodyStyle(type));
    if (sentence) drawFooter(drawing);
  },
});

function headingText({ view: { power }, words }: Drawing<"power", PowerNowWords>): string {
  const { netW, state } = power;
  if (netW === undefined) return words.power;
  if (state === "fresh") return netW < 0 ? words.exportNow : words.importNow;
  return netW < 0 ? words.exportLast : words.importLast;
}

/** The number being drawn. */
interface NumberDrawing extends Drawing<"power", PowerNowWords> {
  readonly room: Box;
  readonly shown: ShownPower;
  /** Pixels below the room into which the comma may reach. */
  readonly freePx: number;
}

function drawNumber(drawing: NumberDrawing): void {
  const { pen, room, view, format, shown, freePx } = drawing;
  const amount = format.power(shown.valueW, shown.unit);
  const finish = view.power.state === "fresh" ? "solid" : "outlined";
  const style = fitting(pen, amount, room.width, { px: numberPx(drawing), face: "figures", finish });
  const { capHeight } = pen.metrics(style);
  const slack = room.height - capHeight;
  const below = Math.max(0, Math.ceil(COMMA * capHeight) - freePx);
  const baseline = room.y + capHeight + Math.max(0, Math.min(Math.round(slack / 2), slack - below));
  pen.text(amount.number, room.x, baseline, style);
  const unitX = room.x + pen.width(amount.number, style) + Math.round(style.px * UNIT_GAP);
  pen.text(amount.unit, unitX, baseline, { ...unitStyle(style), finish });
}

/** Size at which the widest number fits the room, so that the size does not change with the value. */
function numberPx({ pen, room, freePx }: NumberDrawing): number {
  const height = Math.min(room.height, (room.height + freePx) / (1 + COMMA));
  return largestPx(pen, [WIDEST], { face: "figures" }, { width: room.width * NUMBER_SHARE, height, most: MOST_PX });
}

/** The style, smaller only where number and unit together would not fit. */
function fitting(pen: Pen, amount: Amount, roomPx: number, style: TextStyle): TextStyle {
  for (let px = style.px; px > LEAST_PX; px--) {
    const at = { ...style, px };
    const width = pen.width(amount.number, at) + Math.round(px * UNIT_GAP) + pen.width(amount.unit, unitStyle(at));
    if (width <= roomPx) return at;
  }
  return { ...style, px: LEAST_PX };
}

function unitStyle({ px }: TextStyle): TextStyle {
  return { px: Math.max(11, Math.round(px * UNIT_SHARE)), face: "figures" };
}

function drawFooter(drawing: Drawing<"power", PowerNowWords>): void {
  const { pen, box, type } = drawing;
  const style = bodyStyle(type);
  const text = firstThatFits(pen, sentences(drawing), style, box.width);
  if (text) pen.text(text, box.x, footBaseline(pen, box, type), style);
}

function sentences({ view, words, format }: Drawing<"power", PowerNowWords>): string[] {
  const { state, atMs, hourMeanW, hourApprox, netW } = view.power;
  if (netW === undefined) return [];
  if (state === "retained") return [words.ageUnknown];
  if (state === "stale") return atMs === undefined ? [] : [fill(words.staleSince, { time: format.time(atMs) })];
  if (hourMeanW === undefined) return [];
  const mean = format.power(hourMeanW, Math.abs(hourMeanW) >= 1_000 ? "kW" : "W");
  const figure = marked(`${hourMeanW < 0 ? "−" : ""}${mean.number} ${mean.unit}`, hourApprox);
  return [`${words.hourMean} ${figure}`, figure];
}
