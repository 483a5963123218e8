import type { MeterConfig } from "../config/config.ts";
import { History } from "../history/history.ts";
import { Intake } from "../intake/intake.ts";
import type { Log } from "../log.ts";
import type { Reading } from "../meter/reading.ts";

/** One meter with what is known of it. */
export interface MeterLine {
  readonly config: MeterConfig;
  readonly history: History;
  readonly intake: Intake;
}

/** What new lines are made with. */
interface MeterLineParts {
  readonly log: Log;
  readonly past?: (meter: MeterConfig) => Iterable<Reading>;
}

/**
 * A line for each meter. One that was there before, by its prefix, keeps what is known of it and its intake, which stays as
 * it is until {@link changeMeters}.
 */
export function meterLines(
  meters: readonly MeterConfig[],
  before: readonly MeterLine[],
  { log, past }: MeterLineParts,
): MeterLine[] {
  return meters.map((config) => {
    const same = before.find((line) => line.config.prefix === config.prefix);
    if (same) return JSON.stringify(same.config) === JSON.stringify(config) ? same : { ...same, config };
    const history = new History();
    for (const reading of past?.(config) ?? []) history.add(reading);
    return { config, history, intake: new Intake(config, history, log.child({ meter: config.name })) };
  });
}

/** Has the intakes go on with their meters as the lines have them. */
export function changeMeters(lines: readonly MeterLine[], log: Log): void {
  for (const { config, intake } of lines) intake.change(config, log.child({ meter: config.name }));
}
