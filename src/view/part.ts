import type { History } from "../history/history.ts";
import type { Now } from "../meter/now.ts";
import type { LinkState } from "../source/link-state.ts";
import type { Place } from "./place.ts";
import type { Rest, Stop } from "./rest.ts";
import type { Unconfigured } from "./unconfigured.ts";

/** Facts of a meter that its pictures depend on. */
export interface MeterFacts {
  readonly name: string;
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
  readonly timeZone: string;
}

/** Everything that a part may be built from, beside other parts. */
export interface PartInput {
  readonly history: History;
  readonly link: LinkState;
  readonly now: Now;
  readonly meter: MeterFacts;
  /** Returns where values are listened for; absent where nothing listens. Called only while no value has come. */
  readonly place?: () => Place | undefined;
  /** Quiet hours that last now; absent outside them. */
  readonly rest?: Rest;
  /** Usual time from one picture of the display to the next, milliseconds; absent where it is renewed with every telegram. */
  readonly pictureEveryMs?: number;
  /** End of the kiosk; absent while it goes on. */
  readonly stop?: Stop;
  /** Way to a configuration; absent where there is one. */
  readonly unconfigured?: Unconfigured;
}

/** One part of the view: a key and a pure function that builds its value. One file in `parts/` and a row in `parts.ts`. */
export interface ViewPart {
  readonly key: string;
  /** Keys of the parts that have to be built before this one; they are handed to `build`. */
  readonly needs: readonly string[];
  /** @param before the memory of the last view, see `remember`; it may make the value steady or cheap, never different */
  build(input: PartInput, needed: object, before?: unknown): unknown;
  /** Memory that the next view of this part is built with; absent where a part needs none. */
  remember?(value: unknown, input: PartInput): unknown;
}
