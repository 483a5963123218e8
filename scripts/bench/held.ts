import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Config } from "../../src/config/config.ts";
import type { Display } from "../../src/display/display.ts";
import type { DisplayEnvironment } from "../../src/display/display-row.ts";
import { epaperDisplay } from "../../src/display/epaper.ts";
import { epaperOptions } from "../../src/display/epaper-options.ts";
import type { PanelEnvironment } from "../../src/display/epaper-panel.ts";
import type { History } from "../../src/history/history.ts";
import {
  commitDisplays,
  configuredDisplay,
  type DisplayContext,
  type PlannedDisplay,
  planDisplays,
} from "../../src/kiosk/kiosk-display.ts";
import { kioskMeters } from "../../src/kiosk/kiosk-meter.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import type { RecordedMessage } from "../../src/meter/recording.ts";
import { asReader } from "../../src/simulator/as-reader.ts";
import { published } from "../../src/simulator/publishing-shape.ts";
import { simulate } from "../../src/simulator/simulate.ts";
import { SIMULATED_METER } from "../../src/simulator/simulated-meter.ts";
import type { PartialView } from "../../src/view/view.ts";
import { type Bench, cpuMs, inTurn } from "./comparison.ts";
import { DAY, House, NOON_MS } from "./house.ts";
import { inFolder } from "./processes.ts";

const SECOND_MS = 1_000;
const TELEGRAMS = 600;
const HOURS_BEFORE = 12;
const DISPLAY = {
  name: "hall",
  kind: "epaper",
  meter: SIMULATED_METER.name,
  layout: "balance",
  theme: "light",
  refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
  options: { panel: "waveshare-7in5-v2" },
} as const;
const CONFIG: Config = {
  file: "wattframe.yaml",
  name: "bench",
  meters: [SIMULATED_METER],
  locale: "en-GB",
  clock: { trusted: true },
  log: { level: "silent" },
  displays: [DISPLAY],
};

/** A panel that is ready at once, so that its refreshes cost what the program does for them. */
const WIRES: PanelEnvironment = {
  openBus: () =>
    Promise.resolve({
      set: () => {},
      busy: () => 1,
      write: () => Promise.resolve(),
      transfer: (bytes) => Promise.resolve(bytes),
      exclusively: (work) => work(),
      close: () => {},
    }),
  timing: { nowMs: () => performance.now(), sleep: () => Promise.resolve() },
  later: () => () => {},
  log: SILENT,
};

/** A kiosk with one e-paper display, whose time passes with its telegrams. */
interface PaperKiosk {
  /** Lets {@link TELEGRAMS} come. Returns the processor time that they take, milliseconds. */
  come(): Promise<number>;
  close(): Promise<void>;
}

/** @param isAsked whether the display may refuse pictures before they are drawn; otherwise all of each picture is drawn */
async function paperKiosk(stateFolder: string, isAsked: boolean): Promise<PaperKiosk> {
  let now = pastNow(NOON_MS);
  let changed = () => {};
  /** Resolves once the painter's work has changed its state. It sleeps until then: to ask again and again takes processor time. */
  const nextChange = async () => {
    await new Promise<void>((resolve) => {
      changed = resolve;
    });
    await setImmediate(); // what follows the change
  };
  const clock = () => now;
  const meters = kioskMeters(CONFIG.meters, [], { log: SILENT, clock, onTelegram: () => painter?.request(), past });
  const context: DisplayContext = {
    runtimeFolder: stateFolder,
    stateFolder,
    log: SILENT,
    lastMessage: () => undefined,
    clock,
    link: (_meter, since) => ({ kind: "connected", since }),
    place: () => undefined,
    onChange: () => changed(),
    displayFactory: (config) => ({
      ...configuredDisplay(config),
      create: (environment) => paper(environment, isAsked),
    }),
  };
  const planned = await planDisplays(CONFIG, meters, [], context);
  const [line] = commitDisplays(isAsked ? planned : planned.map(drawingWhole), context);
  const painter = line?.painter;
  const span = { fromMs: NOON_MS, toMs: Infinity, anchorMs: NOON_MS, intervalMs: SECOND_MS };
  const telegrams = simulate({ scenario: DAY, seed: 1, timeZone: SIMULATED_METER.timeZone, ...span });
  const messages = published(telegrams, asReader, SIMULATED_METER.prefix);
  const take = async ({ atMs, topic, payload }: RecordedMessage): Promise<void> => {
    now = pastNow(atMs);
    for (const { session } of meters) session.take({ topic, payload, retained: false, qos: 0, at: now });
    for (let isAtWork = painter?.isAtWork; isAtWork; isAtWork = painter?.isAtWork) await nextChange();
  };
  const come = async (): Promise<number> => {
    const telegrams = Array.from({ length: TELEGRAMS }, (): RecordedMessage => messages.next().value);
    return await cpuMs(async () => {
      for (const message of telegrams) await take(message);
    });
  };
  return { come, close: async () => painter?.close() };
}

/** Adds half a day to a new history. */
function past(_meter: object, history: History): void {
  void new House(HOURS_BEFORE, history);
}

/** The same display, of which every picture is drawn as if it were the first. */
function drawingWhole(planned: PlannedDisplay): PlannedDisplay {
  const { composition } = planned;
  const prepare = async () => {
    const { renderer, ...prepared } = await composition.prepare();
    return { ...prepared, renderer: { ...renderer, draw: (view: PartialView) => renderer.draw(view) } };
  };
  return { ...planned, composition: { ...composition, prepare, lookAgainMs: 0 } };
}

function paper(environment: DisplayEnvironment, isAsked: boolean): Display {
  const display = epaperDisplay(epaperOptions.parse(DISPLAY.options), environment, WIRES);
  if (isAsked) return display;
  return { show: (...picture) => display.show(...picture), close: () => display.close() };
}

/** Pictures that a panel would not be refreshed for, against drawing each of them. */
export const held: Bench = {
  rows: [{ name: "held", bound: 0.25, what: "CPU of telegrams every second on e-paper / drawing each" }],
  measure: () =>
    inFolder(async (folder) => {
      const sides = [true, false].map(async (isAsked) => {
        const stateFolder = join(folder, String(isAsked));
        await mkdir(stateFolder);
        return await paperKiosk(stateFolder, isAsked);
      });
      const [ours, other] = await Promise.all(sides);
      const cpu = (kiosk?: PaperKiosk) => () => kiosk?.come() ?? NaN;
      const measured = await inTurn(cpu(ours), cpu(other), 5, `ms for ${TELEGRAMS}`);
      await Promise.all([ours?.close(), other?.close()]);
      return [measured];
    }),
};
