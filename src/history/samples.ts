/** A counter's value when it was first seen. */
export interface CounterPoint {
  readonly atMs: number;
  readonly value: number;
  /** Number of the counter's series: no difference is made between points of two, such as an old meter's and a new one's. */
  readonly series: number;
}

/** Power that held from an instant on: until the next value came, at most as long as it was fresh. */
export interface PowerSample {
  readonly atMs: number;
  readonly holdsMs: number;
  readonly powerW: number;
}
