import { type Size, turnedSize } from "../draw/size.ts";
import type { FittingLayout } from "../layout/fitting.ts";
import { PANELS } from "../panel/panels.ts";

/** Sizes of all panels, upright and turned. */
export const PANEL_SIZES: readonly Size[] = PANELS.flatMap((panel) => [panel, turnedSize(panel)]);

/** The layouts that fit a panel, for people: `glance, balance (rotate: 90)`; `none yet` where none fits. */
export function layoutsText(fitting: readonly FittingLayout[]): string {
  const texts = fitting.map(({ layout, rotate }) => (rotate.includes(0) ? layout : `${layout} (rotate: 90)`));
  return texts.join(", ") || "none yet";
}
