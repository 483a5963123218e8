import type { History } from "../history/history.ts";
import type { Now } from "../meter/now.ts";
import type { LinkState } from "../source/link-state.ts";
import type { FailureRecord } from "./failure-store.ts";

/** Everything known about a meter at one instant. */
export interface KnownAt {
  readonly history: History;
  readonly link: LinkState;
  readonly now: Now;
  /** Messages that could not be read, newest first; absent where no messages are decoded. */
  readonly failures?: readonly FailureRecord[];
  /** Number of phases of the meter; absent where the source does not say. */
  readonly phases?: 1 | 3;
}
