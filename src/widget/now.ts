import { z } from "zod";
import type { TextStyle } from "../draw/pen.ts";
import { fill } from "../view/fill.ts";
import { drawHouse, iconWidth } from "./house-icon.ts";
import { drawPlate, headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, type TypeScale, widget } from "./widget.ts";

const options = z.strictObject({
  heading: z.boolean().default(true).describe("Write the direction above the number, or from when the number is."),
  unit: z
    .enum(["beside", "below"])
    .default("beside")
    .describe("Place of the unit: beside the number, or below it where a panel is narrow."),
  icon: z.boolean().default(true).describe("Draw the house with its arrow above the unit where it has room."),
});

/** Words of the widget. */
export interface NowWords {
  /** Headings by the direction. */
  readonly fromGrid: string;
  readonly toGrid: string;
  /** Heading of a number that is out of date; `{time}` is when it was true. */
  readonly last: string;
  readonly lastUndated: string;
  /** In place of the number. */
  readonly noPower: string;
}

type NowDrawing = Drawing<"power", NowWords>;
type UnitPlace = z.infer<typeof options>["unit"];

/** Size of the unit, and its distance from the number beside or above it, as shares of the number's size. */
const UNIT = { size: 0.368, gap: 0.105, below: 0.2 } as const;
/** Height of the icon as a share of the number's size. */
const ICON = 0.316;

/** Net power at the grid as the one number of the picture, at the foot of its box. Hollow when it is out of date. */
export const now = widget({
  kind: "now",
  description:
    "net power as the one number, its direction in words and by the house with its arrow; hollow when it is out of date",
  reads: ["power"],
  options,
  minimum: (type, { heading, unit }) => ({
    width: Math.ceil((unit === "below" ? 1.8 : 2.2) * type.giantPx) + platePadding(type),
    height: Math.ceil((unit === "below" ? 1.3 : 0.8) * type.giantPx) + (heading ? headingBaseline(type) + 4 : 0),
  }),
  draw: (drawing: NowDrawing, { heading, icon, unit }) => {
    if (heading) drawNowHeading(drawing);
    drawNumber(drawing, icon, unit);
  },
});

function drawNowHeading({ pen, box, view, words, format, type }: NowDrawing): void {
  const { state, atMs, netW } = view.power;
  const baseline = box.y + headingBaseline(type);
  if (netW === undefined) return;
  if (state !== "fresh") {
    const text = atMs === undefined ? words.lastUndated : fill(words.last, { time: format.time(atMs) });
    drawPlate(pen, { x: box.x, baseline }, text, type);
    return;
  }
  const at = { x: box.x + platePadding(type), baseline, width: box.width - platePadding(type) };
  writeFirst(pen, [netW < 0 ? words.toGrid : words.fromGrid], at, labelStyle(type));
}

function drawNumber({ pen, box, view, words, format, type }: NowDrawing, icon: boolean, place: UnitPlace): void {
  const { shown, state } = view.power;
  const x = box.x + platePadding(type);
  const style: TextStyle = { px: type.giantPx, face: "figures", finish: state === "fresh" ? "solid" : "hollow" };
  const unitStyle: TextStyle = { px: unitPx(type), ...(style.finish && { finish: style.finish }) };
  const foot = box.y + box.height - pen.metrics(style).descent;
  const unitCap = pen.metrics(unitStyle).capHeight;
  const baseline = place === "below" ? foot - unitCap - Math.round(UNIT.below * style.px) : foot;
  if (!shown) {
    writeFirst(pen, [words.noPower], { x, baseline, width: box.width - platePadding(type) }, bodyStyle(type));
    return;
  }
  const { number, unit } = format.power(shown.valueW, "kW");
  pen.text(number, x, baseline, style);
  const gap = Math.round(UNIT.gap * style.px);
  const unitX = place === "below" ? x : x + pen.width(number, style) + gap;
  pen.text(unit, unitX, foot, unitStyle);
  const height = Math.round(ICON * style.px);
  const iconX = place === "below" ? x + pen.width(unit, unitStyle) + 2 * gap : unitX;
  const iconY = place === "below" ? foot - unitCap : baseline - pen.metrics(style).capHeight;
  if (icon && state === "fresh" && iconX + iconWidth(height) <= box.x + box.width)
    drawHouse(pen, iconX, iconY, height, shown.valueW < 0 ? "out" : "in");
}

function unitPx({ giantPx }: TypeScale): number {
  return Math.round(UNIT.size * giantPx);
}
