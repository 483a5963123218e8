import { type Size, turnedSize } from "../draw/size.ts";
import { type Layout, variantOf } from "../layout/layout.ts";
import { PANELS } from "../panel/panels.ts";

const TURNS = [0, 90, 180, 270] as const;

/** One layout on one panel. */
export interface FittingLayout {
  readonly layout: string;
  /** Turns of the picture with which it fits, as `rotate` of the display takes them. */
  readonly rotate: readonly (typeof TURNS)[number][];
}

/** Sizes of all panels, upright and turned. */
export const PANEL_SIZES: readonly Size[] = PANELS.flatMap((panel) => [panel, turnedSize(panel)]);

/** The layouts that fit a panel, each with the turns with which it does. */
export function layoutsFor(panel: Size, layouts: readonly Layout[]): FittingLayout[] {
  return layouts.flatMap((layout) => {
    const rotate = TURNS.filter((turn) => variantOf(layout, turn % 180 === 0 ? panel : turnedSize(panel)));
    return rotate.length > 0 ? [{ layout: layout.name, rotate }] : [];
  });
}

/** The same for people: `glance, balance (rotate: 90)`; `none yet` where none fits. */
export function layoutsText(fitting: readonly FittingLayout[]): string {
  const texts = fitting.map(({ layout, rotate }) => (rotate.includes(0) ? layout : `${layout} (rotate: 90)`));
  return texts.join(", ") || "none yet";
}
