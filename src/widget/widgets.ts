import { clock } from "./clock.ts";
import { phaseBars } from "./phase-bars.ts";
import { powerChart } from "./power-chart.ts";
import { powerNow } from "./power-now.ts";
import { status } from "./status.ts";
import { text } from "./text.ts";
import { totals } from "./totals.ts";
import type { Widget } from "./widget.ts";

/** Every widget that a layout may name. */
export const WIDGETS = [
  powerNow,
  phaseBars,
  powerChart,
  totals,
  clock,
  status,
  text,
] as const satisfies readonly Widget[];
