import { hostname } from "node:os";
import type { DisplayConfig } from "../config/config.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import { History } from "../history/history.ts";
import type { Log } from "../log.ts";
import { FACES_FOLDER } from "../package-folder.ts";
import { refreshTimesIn } from "../refresh/refresh-times.ts";
import { parseSchedule } from "../refresh/schedule.ts";
import { startSchedule } from "../refresh/schedule-timer.ts";
import type { Clock } from "../source/source.ts";
import { buildView } from "../view/build-view.ts";
import { boundedDisplay, longestShowMs } from "./bounded-display.ts";
import { Drawing } from "./drawing.ts";
import { configuredDisplay, type KioskDisplay } from "./kiosk-display.ts";
import { Painter } from "./painter.ts";
import { ownAddress } from "./place.ts";
import { ORDINARY } from "./scene.ts";

/** Once an hour the picture is drawn with the time of now. */
const EVERY_HOUR = "0 0 * * * *";
/** Time between two looks for another address, milliseconds. */
const LOOK_MS = 10_000;

/** What the first picture is made of, before there is a configuration. */
export interface UnconfiguredParts {
  readonly display: DisplayConfig;
  readonly locale: string;
  readonly timeZone: string;
  /** Command that writes the configuration. */
  readonly command: string;
  readonly clock: Clock;
  readonly runtimeFolder: string;
  readonly stateFolder: string;
  readonly log: Log;
}

/** Display of a kiosk without a configuration. */
export interface UnconfiguredDisplay {
  readonly display: KioskDisplay;
  /** Finishes the picture under way and leaves the display safe. */
  stop(): Promise<void>;
}

/** Shows on a display how to write a configuration, with the address that this machine has now, until it is stopped. */
export async function showUnconfigured(parts: UnconfiguredParts): Promise<UnconfiguredDisplay> {
  const { display: config, timeZone, clock, log, ...folders } = parts;
  const factory = configuredDisplay(config);
  const layout = await new LayoutFolder([FACES_FOLDER]).load("unconfigured");
  const drawing = new Drawing(layout, config.theme, () => factory.surface());
  const { name } = config;
  const opened = factory.create({ name, log, ...folders, refreshTimes: refreshTimesIn(timeZone) });
  const painter = new Painter({
    name,
    display: boundedDisplay(opened, longestShowMs(config)),
    clock,
    log: log.child({ display: name }),
    scene: () => ORDINARY,
    prepare: () => drawing.prepare(),
    prepareFace: () => Promise.resolve(undefined), // it has the face of its own as its layout
    minIntervalMs: 0,
    lookAgainMs: 0,
    hasValue: () => false,
    timeZone,
    view: (now, wanted) => ({ view: viewOf(parts, now, wanted), memory: {} }),
  });
  painter.request();
  const schedule = startSchedule(parseSchedule(EVERY_HOUR, timeZone), clock, () => painter.request());
  let address = ownAddress();
  const look = setInterval(() => {
    const before = address;
    address = ownAddress();
    if (address !== before) painter.request();
  }, LOOK_MS);
  return {
    display: {
      config,
      destination: factory.destination,
      painter,
      timeZone,
      get surface() {
        return drawing.surface;
      },
    },
    stop: async () => {
      clearInterval(look);
      schedule.stop();
      await painter.close();
    },
  };
}

function viewOf(
  { locale, timeZone, command }: UnconfiguredParts,
  now: ReturnType<Clock>,
  parts: Parameters<typeof buildView>[0]["parts"],
) {
  const address = ownAddress();
  return buildView({
    history: new History(),
    link: { kind: "connecting", since: now },
    now,
    meter: { name: "", mainFuseA: 25, phases: 3, timeZone },
    unconfigured: { host: `${hostname()}.local`, command, ...(address !== undefined && { address }) },
    locale,
    parts,
  });
}
