import { z } from "zod";
import type { TextStyle } from "../draw/pen.ts";
import { fill } from "../view/fill.ts";
import { capitalised, marked } from "../view/format.ts";
import { type GiantStyle, giantStyle, giantWidth, unitXOf } from "./giant.ts";
import { headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    heading: z.boolean().default(true).describe("Write the day above the number, and until when its values reach."),
  });

/** Words of the widget. */
export interface RestDayWords {
  /** Heading of a day that is not over: its weekday, `{day}`, and `{time}`. */
  readonly until: string;
  /** In place of the number. */
  readonly unknown: string;
}

const UNIT = "kWh";

type RestDrawing = Drawing<"rest", RestDayWords>;

/** The energy of the day that ends as the one number of a picture that rests: it is of no moment. */
export const restDay = widget({
  kind: "rest-day",
  description: "the energy of the day that ends as the one number, with the day above it",
  reads: ["rest"],
  options,
  minimum: (type, { heading }) => ({
    width: Math.ceil(1.7 * type.giantPx) + platePadding(type),
    height: Math.ceil(0.8 * type.giantPx) + (heading ? headingBaseline(type) + 4 : 0),
  }),
  draw: (drawing: RestDrawing, { heading }) => {
    const { pen, box, words, type } = drawing;
    const x = box.x + platePadding(type);
    const width = box.width - platePadding(type);
    if (heading)
      writeFirst(pen, [headingOf(drawing)], { x, baseline: box.y + headingBaseline(type), width }, labelStyle(type));
    const number = numberOf(drawing);
    const style = number === undefined ? undefined : styleOf(drawing, number, width);
    const baseline = box.y + box.height - pen.metrics((style ?? giantStyle(type)).number).descent;
    if (number === undefined || style === undefined) {
      writeFirst(
        pen,
        number === undefined ? [words.unknown] : [`${number} ${UNIT}`, number],
        { x, baseline, width },
        bodyStyle(type),
      );
      return;
    }
    pen.text(number, x, baseline, style.number);
    pen.text(UNIT, unitXOf(pen, number, x, style.number), baseline, style.unit);
  },
});

/** The energy of the day; undefined while it is not known. */
function numberOf({ view, format }: RestDrawing): string | undefined {
  const { importWh, importApprox } = view.rest.day;
  return importWh === undefined ? undefined : marked(format.kilowattHours(importWh), importApprox).replace(" ", "");
}

/** The styles of the number and its unit: the largest in which both have room; undefined where not even the smallest have. */
function styleOf({ pen, type }: RestDrawing, number: string, width: number): GiantStyle | undefined {
  const styles = (["usual", "smaller", "smallest"] as const).map((size) => giantStyle(type, size));
  const small: TextStyle = { px: type.figurePx };
  return styles
    .flatMap((style) => [style, { ...style, unit: small }])
    .filter(({ unit }) => unit.px >= type.smallPx)
    .find((style) => giantWidth(pen, { number, unit: UNIT }, style) + Math.round(type.bodyPx / 2) <= width);
}

function headingOf({ view, words, format }: RestDrawing): string {
  const { fromMs, endsMs } = view.rest;
  if (!view.clockSet) return "";
  const text =
    endsMs === undefined
      ? format.date(fromMs)
      : fill(words.until, { day: format.weekday(fromMs), time: format.time(endsMs) });
  return capitalised(text, format.locale);
}
