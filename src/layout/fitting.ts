import { type Size, turnedSize } from "../draw/size.ts";
import { type Layout, variantOf } from "./layout.ts";

const TURNS = [0, 90, 180, 270] as const;

/** One layout on one panel. */
export interface FittingLayout {
  readonly layout: string;
  /** Turns of the picture with which it fits, as `rotate` of the display takes them. */
  readonly rotate: readonly (typeof TURNS)[number][];
}

/** The layouts that fit a panel, each with the turns with which it does. */
export function layoutsFor(panel: Size, layouts: readonly Layout[]): FittingLayout[] {
  return layouts.flatMap((layout) => {
    const rotate = TURNS.filter((turn) => variantOf(layout, turn % 180 === 0 ? panel : turnedSize(panel)));
    return rotate.length > 0 ? [{ layout: layout.name, rotate }] : [];
  });
}
