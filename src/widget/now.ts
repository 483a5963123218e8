import { z } from "zod";
import { fill } from "../view/fill.ts";
import { giantStyle, UNIT_GAP, unitXOf } from "./giant.ts";
import { drawHouse, iconWidth } from "./house-icon.ts";
import { absenceBaseline, drawPlate, headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
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
type UnitPlace = z.infer<ReturnType<typeof options>>["unit"];

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
    const { meanOfMinutes, shown } = drawing.view.power;
    if (heading) drawNowHeading(drawing);
    if (!shown) drawNone(drawing, heading);
    else drawPower(drawing, icon, unit, heading || meanOfMinutes === undefined ? undefined : meanSign(meanOfMinutes));
  },
});

function drawNowHeading({ pen, box, view, words, partWords, format, type }: NowDrawing): void {
  const { state, atMs, shown, meanOfMinutes } = view.power;
  const baseline = box.y + headingBaseline(type);
  if (!shown) return;
  if (state !== "fresh") {
    const text = atMs === undefined ? words.lastUndated : fill(words.last, { time: format.moment(atMs, view.nowMs) });
    drawPlate(pen, { x: box.x, baseline }, text, type);
    return;
  }
  const at = { x: box.x + platePadding(type), baseline, width: box.width - platePadding(type) };
  const { importMean, exportMean } = partWords.power;
  const isOut = shown.hundredsW < 0;
  const heading =
    meanOfMinutes === undefined
      ? [isOut ? words.toGrid : words.fromGrid]
      : [fill(isOut ? exportMean : importMean, { minutes: format.whole(meanOfMinutes) }), meanSign(meanOfMinutes)];
  writeFirst(pen, heading, at, labelStyle(type));
}

/** The sign of a mean and its minutes, for a place without room for words. */
function meanSign(minutes: number): string {
  return `Ø ${minutes} min`;
}

/** Says that there is no number, in the place of the heading, or at the foot where there is none. */
function drawNone({ pen, box, words, type }: NowDrawing, heading: boolean): void {
  const at = { x: box.x + platePadding(type), width: box.width - platePadding(type) };
  const foot = box.y + box.height - pen.metrics({ px: type.giantPx, face: "figures" }).descent;
  const baseline = heading ? box.y + absenceBaseline(type) : foot;
  writeFirst(pen, [words.noPower], { baseline, ...at }, bodyStyle(type));
}

/**
 * Draws the power as the one number at the foot of a box, where it is known. @param mean what stands in place of the icon:
 * without a heading a mean would pass for the power now
 */
export function drawPower(
  { pen, box, view, format, type }: Drawing<"power">,
  icon = true,
  place: UnitPlace = "beside",
  mean?: string,
): void {
  const { shown, state } = view.power;
  if (!shown) return;
  const x = box.x + platePadding(type);
  const { number: style, unit: unitStyle } = giantStyle(type, "usual", state === "fresh" ? "solid" : "hollow");
  const foot = box.y + box.height - pen.metrics(style).descent;
  const unitCap = pen.metrics(unitStyle).capHeight;
  const baseline = place === "below" ? foot - unitCap - Math.round(UNIT_GAP.below * style.px) : foot;
  const { number, unit } = format.power(shown.hundredsW, "kW");
  pen.text(number, x, baseline, style);
  const gap = Math.round(UNIT_GAP.beside * style.px);
  const unitX = place === "below" ? x : unitXOf(pen, number, x, style);
  pen.text(unit, unitX, foot, unitStyle);
  const height = Math.round(ICON * style.px);
  const iconX = place === "below" ? x + pen.width(unit, unitStyle) + 2 * gap : unitX;
  const iconY = place === "below" ? foot - unitCap : baseline - pen.metrics(style).capHeight;
  if (mean !== undefined) {
    const { capHeight } = pen.metrics(labelStyle(type));
    const at = { x: iconX, baseline: iconY + capHeight, width: box.x + box.width - iconX };
    writeFirst(pen, [mean, mean.slice(2)], at, labelStyle(type));
    return;
  }
  if (icon && state === "fresh" && iconX + iconWidth(height) <= box.x + box.width)
    drawHouse(pen, iconX, iconY, height, shown.hundredsW < 0 ? "out" : "in");
}
