import type { Pen, TextStyle } from "../draw/pen.ts";
import type { Amount } from "../view/format.ts";
import type { TypeScale } from "./widget.ts";

/** Sizes of the one number and of its unit as shares of the giant size: as it usually is, and where it would be too wide. */
const SHARES = {
  usual: { number: 1, unit: 0.368 },
  smaller: { number: 0.63, unit: 0.235 },
  smallest: { number: 0.4, unit: 0.147 },
} as const;

/** Distance of the unit from the number beside or above it, as a share of the number's size. */
export const UNIT_GAP = { beside: 0.105, below: 0.2 } as const;

/** Styles of a number and of its unit. */
export interface GiantStyle {
  readonly number: TextStyle;
  readonly unit: TextStyle;
}

/** Styles of the one number of a picture at a size. */
export function giantStyle(
  { giantPx }: TypeScale,
  size: keyof typeof SHARES = "usual",
  finish: TextStyle["finish"] = "solid",
): GiantStyle {
  const { number, unit } = SHARES[size];
  return {
    number: { px: Math.round(number * giantPx), face: "figures", finish },
    unit: { px: Math.round(unit * giantPx), finish },
  };
}

/** Left edge of the unit beside a number at `x`. @param style of the number */
export function unitXOf(pen: Pen, number: string, x: number, style: TextStyle): number {
  return x + pen.width(number, style) + Math.round(UNIT_GAP.beside * style.px);
}

/** Width of a number with its unit beside it, pixels. */
export function giantWidth(pen: Pen, { number, unit }: Amount, style: GiantStyle): number {
  return unitXOf(pen, number, 0, style.number) + pen.width(unit, style.unit);
}
