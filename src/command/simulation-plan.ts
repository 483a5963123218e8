import type { RecordedMessage } from "../meter/recording.ts";
import type { Scenario } from "../simulator/scenario.ts";
import type { SimTelegram } from "../simulator/simulate.ts";
import type { StatusTopic } from "../source/status-topic.ts";

/** A simulation as the command line describes it, for a recording and for publishing alike. */
export interface SimulationPlan {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly timeZone: string;
  readonly prefix: string;
  /** Topic and words of the reader's status; absent where it has none. */
  readonly status: StatusTopic | undefined;
  /** The first simulated instant; absent when not given. */
  readonly startMs: number | undefined;
  readonly durationMs: number | undefined;
  /** The messages of these telegrams, as the reader publishes them. */
  readonly messages: (telegrams: Iterable<SimTelegram>) => Iterable<RecordedMessage>;
}
