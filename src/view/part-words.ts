import type { BalanceWords } from "./parts/balance.ts";
import type { LifeWords } from "./parts/life.ts";

/** Words of the parts of the view as the page says them, and those that pictures and the page share. */
export interface PartWords {
  /** The power now: headings by the direction, `…Last` when the value is out of date. */
  readonly power: {
    readonly importNow: string;
    readonly exportNow: string;
    /** The same of a display that is renewed every `{minutes}` minutes: the mean of that time. */
    readonly importMean: string;
    readonly exportMean: string;
    readonly importLast: string;
    readonly exportLast: string;
    /** Heading while the direction is not known. */
    readonly power: string;
    readonly noPower: string;
    /** `{time}` is when the value was true. */
    readonly staleSince: string;
    readonly ageUnknown: string;
    /** Before the mean of the running hour. */
    readonly hourMean: string;
  };
  readonly phases: {
    readonly phases: string;
    /** In place of a bar. */
    readonly notReported: string;
    /** Before the difference between the phases, amperes. */
    readonly difference: string;
  };
  readonly day: {
    readonly energy: string;
    readonly imported: string;
    readonly exported: string;
    readonly today: string;
    readonly yesterday: string;
    /** Name of a day of which the figures begin later, at `{time}`. */
    readonly since: string;
    readonly noHistory: string;
    /** `{power}` is the greatest power, `{time}` when it was. */
    readonly peak: string;
  };
  readonly balance: BalanceWords;
  readonly life: LifeWords;
}
