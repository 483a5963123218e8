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

type Row = (typeof WIDGETS)[number];

/** Words that every language has to have for the widgets, by their kinds; a widget without words is not among them. */
export type WidgetWords = {
  readonly [W in Row as unknown extends W["wordsType"] ? never : W["kind"]]: NonNullable<W["wordsType"]>;
};
