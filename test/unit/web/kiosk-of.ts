import type { Config, MeterConfig } from "../../../src/config/config.ts";
import { History } from "../../../src/history/history.ts";
import { MeterSession } from "../../../src/intake/meter-session.ts";
import type { Kiosk, KioskState } from "../../../src/kiosk/kiosk.ts";
import type { KioskDisplay } from "../../../src/kiosk/kiosk-display.ts";
import type { KioskMeter } from "../../../src/kiosk/kiosk-meter.ts";
import type { PainterState } from "../../../src/kiosk/painter.ts";
import { NOTHING_SHOWN, type ShowLog } from "../../../src/kiosk/show-log.ts";
import { SILENT } from "../../../src/log.ts";
import type { Now } from "../../../src/meter/now.ts";
import { later, NOON } from "../../fixtures/readings.ts";

/** A kiosk that stands still at an instant which the test sets. */
export interface StillKiosk extends Kiosk {
  at: Now;
  readonly state: { -readonly [K in keyof KioskState]: KioskState[K] };
}

/** A meter's line that has heard nothing, of a kiosk that has long been connected. */
export function kioskMeterOf(name: string, prefix: string): KioskMeter {
  const config: MeterConfig = { name, prefix, mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} };
  const history = new History();
  const never = () => () => undefined; // telegrams are ended by hand
  const session = new MeterSession(config, { history, log: SILENT, clock: () => NOON, schedule: never });
  session.connected(later(-60_000).monoMs);
  return { config, history, session };
}

/** What is told of a display, without one. */
export function kioskDisplayOf(name: string, state: PainterState = {}, shows: ShowLog = NOTHING_SHOWN): KioskDisplay {
  return { config: { name, kind: "png-file" }, painter: { name, state, shows } } as unknown as KioskDisplay;
}

/** A kiosk of these parts, connected since noon, at noon. */
export function kioskOf(meters: readonly KioskMeter[], displays: readonly KioskDisplay[] = []): StillKiosk {
  const broker = { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 };
  const config = { locale: "en-GB", name: "test", broker } as Config;
  const kiosk: StillKiosk = {
    at: NOON,
    now: () => kiosk.at,
    state: {
      config,
      broker: { kind: "connected", since: later(0) },
      linkOf: () => kiosk.state.broker,
      meters,
      displays,
    },
    watch: () => () => {},
    reload: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return kiosk;
}

/** One message of the meter's reader, `afterMs` after noon; what it completes is in the history. */
export function tell({ session, config }: KioskMeter, id: string, payload: string, afterMs: number): void {
  const topic = `${config.prefix}/sensor/${id}/state`;
  session.take({ topic, payload: Buffer.from(payload), retained: false, qos: 0, at: later(afterMs) });
  session.flush();
}
