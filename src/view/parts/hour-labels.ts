import { localParts } from "../../meter/local-time.ts";

/** An hour of the clock, and its place among the hours of a day. */
export interface HourLabel {
  readonly index: number;
  readonly hour: number;
}

const HOUR_MS = 3_600_000;

/** The instants at which the hours of a span begin, every 60 minutes from its start. */
export function hourStarts(fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / HOUR_MS) }, (_, i) => fromMs + i * HOUR_MS);
}

/** Hours 0, 3, 6 … of the clock by their place in a local day, the last its end; an hour that is repeated is there twice. */
export function hourLabels(fromMs: number, toMs: number, timeZone: string): HourLabel[] {
  const starts = hourStarts(fromMs, toMs);
  const labels = starts.flatMap((atMs, index) => {
    const { hour, minute } = localParts(atMs, timeZone);
    return hour % 3 === 0 && minute === 0 ? [{ index, hour }] : [];
  });
  return [...labels, { index: starts.length, hour: 24 }];
}
