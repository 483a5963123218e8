import type { Pen, TextStyle } from "../draw/pen.ts";
import type { Amount } from "../view/format.ts";

/** Size of the unit, and its distance from the number beside or above it, as shares of the number's size. */
export const UNIT = { size: 0.368, gap: 0.105, below: 0.2 } as const;

/** Style of the unit of a number. */
export function unitStyleOf({ px, finish }: TextStyle): TextStyle {
  return { px: Math.round(UNIT.size * px), ...(finish && { finish }) };
}

/** Left edge of the unit beside a number at `x`. */
export function unitXOf(pen: Pen, number: string, x: number, style: TextStyle): number {
  return x + pen.width(number, style) + Math.round(UNIT.gap * style.px);
}

/** Width of a number with its unit beside it, pixels. */
export function giantWidth(pen: Pen, { number, unit }: Amount, style: TextStyle): number {
  return unitXOf(pen, number, 0, style) + pen.width(unit, unitStyleOf(style));
}
