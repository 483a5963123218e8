import { knownFrom } from "../../../src/command/known-source.ts";
import { type PictureOptions, pictureSettings } from "../../../src/command/picture-settings.ts";
import { History } from "../../../src/history/history.ts";
import type { KnownAt } from "../../../src/intake/known-at.ts";
import { localIso } from "../../../src/meter/local-time.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Scenario } from "../../../src/simulator/scenario.ts";
import { addPast } from "../../../src/simulator/scenario-history.ts";
import { instantAtMinute, pictureWindow } from "../../../src/simulator/scenario-time.ts";
import { type SimTelegram, simulate } from "../../../src/simulator/simulate.ts";
import { SIMULATED_METER } from "../../../src/simulator/simulated-meter.ts";
import { buildWholeView } from "../../../src/view/build-view.ts";
import type { View } from "../../../src/view/view.ts";
import { commandContext } from "../../fixtures/command-context.ts";

export const ZONE = "Europe/Helsinki";

/** The view of what is known, as `render` builds it without a configuration. */
export function viewOf({ history, link, now, phases }: KnownAt, meter = SIMULATED_METER): View {
  return buildWholeView({
    history,
    link: link,
    now,
    meter: { ...meter, phases: phases ?? meter.phases },
    locale: "en-GB",
  });
}

/** The view that the command line has of a minute of a scenario's day: `--scenario` with `--at`. */
export async function commandView(scenario: Scenario, minute: number): Promise<View> {
  const options: PictureOptions = { scenario: scenario.id, seed: "1", timeout: "60", at: atOf(scenario, minute) };
  const settings = await pictureSettings(options, commandContext());
  return viewOf(await knownFrom(options, settings, commandContext()), settings.meter);
}

/** `--at` of a minute of the scenario's day. */
export function atOf(scenario: Scenario, minute: number): string {
  return localIso(instantAtMinute(scenario, ZONE, minute), ZONE);
}

/**
 * The views of one history that is told everything as it comes.
 * @param minutes growing
 */
export function* viewsInOrder(scenario: Scenario, minutes: readonly number[], intervalMs: number): Generator<View> {
  const instants = minutes.map((minute) => instantAtMinute(scenario, ZONE, minute));
  const window = pictureWindow(scenario, ZONE, instants.at(-1));
  const told = simulate({ scenario, seed: 1, timeZone: ZONE, intervalMs, ...window });
  const history = new History({ timeZone: ZONE });
  addPast(history, { scenario, seed: 1, timeZone: ZONE, ...window });
  let next = told.next();
  for (const atMs of instants) {
    for (; !next.done && next.value.atMs <= atMs; next = told.next()) tell(history, next.value);
    const now = nowAt(atMs);
    const phases = scenario.traits.phases ?? 3;
    yield viewOf({ history, link: { kind: "connected", since: now }, now, phases });
  }
}

function tell(history: History, item: SimTelegram): void {
  const at = nowAt(item.atMs);
  if ("status" in item) history.readerStatus(item.status === "online", at);
  else history.add({ values: item.values, at, retained: false, meterClock: item.meterClock });
}

function nowAt(atMs: number): Now {
  return { wallMs: atMs, monoMs: atMs, clockSet: true };
}
