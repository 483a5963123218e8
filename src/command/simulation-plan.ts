import type { RecordedMessage } from "../meter/recording.ts";
import type { Scenario } from "../simulator/scenario.ts";
import type { SimTelegram } from "../simulator/simulate.ts";

/** A simulation as the command line asks for it, for a recording and for publishing alike. */
export interface SimulationPlan {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly timeZone: string;
  readonly prefix: string;
  /** Topic of the reader's status below the prefix; absent where it has none. */
  readonly statusTopic: string | undefined;
  /** The first simulated instant; absent when nobody said. */
  readonly startMs: number | undefined;
  readonly durationMs: number | undefined;
  /** The messages of these telegrams, as the reader publishes them. */
  readonly messages: (telegrams: Iterable<SimTelegram>) => Iterable<RecordedMessage>;
}
