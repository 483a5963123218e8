import { RULE_PX } from "../draw/shapes.ts";
import type { EnergyView } from "../view/energy-span.ts";

/** A day of a chart, and the one a week before it. */
export interface DayPair {
  /** An instant within the day. */
  readonly atMs: number;
  readonly now?: { readonly energy: EnergyView };
  readonly before?: { readonly energy: EnergyView };
}

/** Places of the energy of days in a plot, in and out of one measure. */
export interface DayBars {
  /** Top edge of the zero line. */
  readonly zeroY: number;
  /** True where any day sold something. */
  readonly sells: boolean;
  /** Length of a bar, pixels. */
  length(wh: number): number;
}

/** Energy of a day below which a house sells nothing, Wh. */
const LEAST_SOLD_WH = 50;

/** Room beyond the bars, pixels. */
interface Beyond {
  /** Of a value and a mark above a bar, and of a value below. */
  readonly above: number;
  readonly below: number;
  /** True where what came in has its value also in a house that sells. */
  readonly isInLabelled: boolean;
}

/** A scale that holds all days. */
export function dayBars(
  pairs: readonly DayPair[],
  plot: { readonly y: number; readonly height: number },
  { above, below, isInLabelled }: Beyond,
): DayBars {
  const all = pairs.flatMap(({ now, before }) => [now?.energy ?? {}, before?.energy ?? {}]);
  const most = (values: readonly (number | undefined)[]) => Math.max(0, ...values.map((wh) => wh ?? 0));
  const [up, down] = [most(all.map(({ importWh }) => importWh)), most(all.map(({ exportWh }) => exportWh))];
  const sells = down >= LEAST_SOLD_WH;
  const head = sells && !isInLabelled ? above - below : above;
  const room = plot.height - head - (sells ? below : 0) - RULE_PX;
  const perWh = Math.max(0, room) / Math.max(1, up + (sells ? down : 0));
  return { zeroY: plot.y + head + Math.round(up * perWh), sells, length: (wh) => Math.round(wh * perWh) };
}
