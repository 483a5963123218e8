import type { HourEnergy, HoursView } from "../view/parts/hours.ts";

/** Energies of an hour that may be the distance of a grid line from zero or from the next, kWh. */
const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100];
/** Room above the highest bar for its value, as a share of its height. */
const HEADROOM = 1.16;

/** Places of energies in a plot. */
export interface HourScale {
  /** Energies at the grid lines, kWh; at most two. */
  readonly lines: readonly number[];
  /** Top edge of the zero line. */
  readonly zeroY: number;
  /** Length of a bar, pixels. */
  length(energyWh: number): number;
}

/** A scale that holds both days, in and out of one measure. @param lineCount grid lines above zero at most */
export function hourScale(
  view: HoursView,
  plot: { readonly y: number; readonly height: number },
  lineCount: 1 | 2,
): HourScale {
  const { up, down, highest } = extremes(view);
  const most = Math.max(up, highest * HEADROOM, 0.001);
  if (down === 0) {
    const step = STEPS.find((each) => 2 * each >= most) ?? Math.ceil(most / 2);
    return scaleOf([step, 2 * step].slice(0, lineCount), 2 * step, 0, plot);
  }
  const above = STEPS.find((each) => each >= up) ?? Math.ceil(up);
  const below = STEPS.findLast((each) => each <= down) ?? 0;
  const lines = [...(above * 4 >= down ? [above] : []), ...(below * 4 >= above ? [-below] : [])].filter(
    (kwh) => kwh !== 0,
  );
  return scaleOf(lines, Math.max(above, most), down, plot);
}

function scaleOf(
  lines: readonly number[],
  up: number,
  down: number,
  { y, height }: { y: number; height: number },
): HourScale {
  const perKwh = height / (up + down);
  const zeroY = y + Math.round(up * perKwh);
  return { lines, zeroY, length: (energyWh) => Math.round((energyWh / 1_000) * perKwh) };
}

/** The most of an hour in and out, and the highest hour of today that has a value beside it, kWh. */
function extremes({ today, yesterday, expected }: HoursView): { up: number; down: number; highest: number } {
  let [upWh, downWh, highestWh] = [0, 0, 0];
  const reach = (wh: number, outWh: number) => {
    upWh = Math.max(upWh, wh);
    downWh = Math.max(downWh, outWh);
  };
  for (const hour of [...today, expected]) if (hour) reach(hour.importWh, hour.exportWh);
  for (const hour of yesterday.slice(today.length)) if (hour) reach(netOf(hour), -netOf(hour));
  for (const hour of today.slice(0, -1)) highestWh = Math.max(highestWh, hour?.importWh ?? 0);
  return { up: upWh / 1_000, down: downWh / 1_000, highest: highestWh / 1_000 };
}

/** Energy of an hour that came in minus what went out, Wh. */
export function netOf({ importWh, exportWh }: Pick<HourEnergy, "importWh" | "exportWh">): number {
  return importWh - exportWh;
}
