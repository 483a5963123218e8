/** A counter's value when it was first seen. */
export type { CounterRow as CounterPoint } from "./rows.ts";

/** Power that held from an instant on: until the next value came, at most as long as it was fresh. */
export interface PowerSample {
  readonly atMs: number;
  readonly holdsMs: number;
  readonly powerW: number;
  /** True where it is made of a counter's difference that another program knew. */
  readonly isCounted?: true;
}
