import type { MeterConfig } from "../config/config.ts";
import { History } from "../history/history.ts";
import type { Store } from "../history/store.ts";
import { MeterSession } from "../intake/meter-session.ts";
import { timerScheduler } from "../intake/scheduler.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";

/** Meter of the configuration, with its readings and its messages. */
export interface KioskMeter {
  readonly config: MeterConfig;
  readonly history: History;
  readonly session: MeterSession;
}

/** Parts that new meters need of the kiosk. */
export interface KioskMeterParts {
  readonly log: Log;
  readonly clock: () => Now;
  /** Adds what is known of a meter already to its new history. */
  readonly past?: (meter: MeterConfig, history: History) => void;
  /** Returns what keeps the history of a meter; without it the history is in memory only. */
  readonly storeOf?: (meter: MeterConfig) => Store;
  /** Called when a telegram of a meter is complete. */
  readonly onTelegram: (session: MeterSession) => void;
}

/**
 * Returns the meters of a configuration. One that existed before, by its prefix, keeps its history and its session, which
 * stays unchanged until {@link commitMeters}.
 */
export function kioskMeters(
  meters: readonly MeterConfig[],
  before: readonly KioskMeter[],
  parts: KioskMeterParts,
): KioskMeter[] {
  return meters.map((config) => {
    const same = before.find((meter) => meter.config.prefix === config.prefix);
    if (same) return JSON.stringify(same.config) === JSON.stringify(config) ? same : { ...same, config };
    return newMeter(config, parts);
  });
}

/** Applies their configurations to the sessions and histories of meters, and closes the sessions of those before that are gone. */
export function commitMeters(meters: readonly KioskMeter[], before: readonly KioskMeter[], log: Log): void {
  for (const { config, history, session } of meters) {
    session.change(config, log.child({ meter: config.name }));
    history.changeTimeZone(config.timeZone);
  }
  for (const { session } of before) if (meters.every((meter) => meter.session !== session)) session.close();
}

function newMeter(config: MeterConfig, { log, clock, past, storeOf, onTelegram }: KioskMeterParts): KioskMeter {
  const history = new History({ timeZone: config.timeZone, ...(storeOf && { store: storeOf(config) }) });
  past?.(config, history);
  const session: MeterSession = new MeterSession(config, {
    history,
    log: log.child({ meter: config.name }),
    clock,
    schedule: timerScheduler,
    onTelegram: () => onTelegram(session),
  });
  return { config, history, session };
}
