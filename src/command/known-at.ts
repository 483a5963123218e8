import type { History } from "../history/history.ts";
import type { FailureRecord } from "../intake/failure-store.ts";
import type { Now } from "../meter/now.ts";
import type { BrokerLink } from "../view/life-view.ts";

/** All that is known of a meter at one instant. */
export interface KnownAt {
  readonly history: History;
  readonly link: BrokerLink;
  readonly now: Now;
  /** What could not be read, the newest first; absent where nothing is read. */
  readonly failures?: readonly FailureRecord[];
  /** How many phases the meter has, where the source tells. */
  readonly phases?: 1 | 3;
}

/** What could not be read, where, and how often. */
export function failureText({ topic, message, count }: FailureRecord): string {
  return `${topic}: ${message}${count > 1 ? ` (${count} times)` : ""}`;
}
