/** A shown figure moves when the value has left it by more than this share of a step; half a step is where it is rounded. */
const DEAD_BAND = 0.65;

/** Tells whether a figure may stay although the value may be nearer to the next: it flickers around where it is rounded. */
export function isSteady(value: number, step: number, shown: number): boolean {
  return Math.abs(value - shown) <= step * DEAD_BAND;
}
