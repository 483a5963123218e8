import type { ProblemCode } from "../parts/life.ts";

/**
 * Every word that can stand on a picture, in one language. `{name}` marks what is filled in.
 * A text must fit its place at the smallest size that shows it; the sweep over the languages checks that.
 */
export interface Words {
  /** BCP 47 language, such as `fi`. */
  readonly language: string;
  /** Heading of the power number, by direction; `last…` when the value is stale. */
  readonly importNow: string;
  readonly exportNow: string;
  readonly importLast: string;
  readonly exportLast: string;
  readonly power: string;
  readonly noPower: string;
  readonly staleSince: string;
  readonly ageUnknown: string;
  readonly hourMean: string;
  readonly phases: string;
  readonly notReported: string;
  readonly phaseOver: string;
  readonly phaseNear: string;
  readonly phaseCalm: string;
  readonly phasesStale: string;
  readonly difference: string;
  readonly energy: string;
  readonly imported: string;
  readonly exported: string;
  readonly today: string;
  readonly yesterday: string;
  readonly month: string;
  readonly since: string;
  readonly meterCounter: string;
  readonly peak: string;
  readonly yesterdayInChart: string;
  readonly noHistory: string;
  readonly valuesFrom: string;
  readonly valuesAged: string;
  readonly atTime: string;
  /** What is wrong, by its code; `{time}` is since when. */
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** The same in the fewest words and without a time, for small panels. */
  readonly problemsShort: Readonly<Record<ProblemCode, string>>;
}

/** A text with its `{name}` marks filled in. A mark without a value stays, so that a test sees it. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark);
}
