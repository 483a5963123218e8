import type { History } from "../history/history.ts";
import type { Now } from "../meter/now.ts";
import type { BrokerLink } from "../view/life-view.ts";

/** All that is known of a meter at one instant. */
export interface KnownAt {
  readonly history: History;
  readonly link: BrokerLink;
  readonly now: Now;
  /** How many phases the meter has, where the source tells. */
  readonly phases?: 1 | 3;
}
