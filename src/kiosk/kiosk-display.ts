import type { Config, DisplayConfig, MeterConfig } from "../config/config.ts";
import { LayoutFolder, loadingOnce } from "../config/layout-file.ts";
import type { Display } from "../display/display.ts";
import type { DisplayEnvironment } from "../display/display-row.ts";
import { displayRowOf } from "../display/displays.ts";
import { isHardwareMissing, WattframeError } from "../errors.ts";
import type { Layout } from "../layout/layout.ts";
import type { Now } from "../meter/now.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import type { Surface } from "../raster/surface.ts";
import { lookAgainMs, picturePaceMs } from "../refresh/pace.ts";
import { refreshTimesIn } from "../refresh/refresh-times.ts";
import type { LinkState } from "../source/link-state.ts";
import { buildView, viewMemory } from "../view/build-view.ts";
import type { Place } from "../view/place.ts";
import { boundedDisplay, longestShowMs } from "./bounded-display.ts";
import { Drawing } from "./drawing.ts";
import type { KioskMeter } from "./kiosk-meter.ts";
import { type Composition, Painter } from "./painter.ts";
import { Renderers } from "./renderers.ts";
import { sceneOf } from "./scene.ts";

/** Display of the configuration, with its painter. */
export interface KioskDisplay {
  readonly config: DisplayConfig;
  /** Surface of the display; of a screen that is not there yet, the first size of the layout. */
  readonly surface: Surface;
  /** Place where its pictures go, for the log. */
  readonly destination: string;
  readonly painter: Painter;
  /** IANA time zone of its schedule and its quiet hours. */
  readonly timeZone: string;
}

/** Maker of a display, which knows its surface. */
export interface DisplayFactory {
  /** Place where its pictures go, for the log. */
  readonly destination: string;
  /** @throws WattframeError when only absent hardware knows it */
  surface(): Surface;
  create(environment: DisplayEnvironment): Display;
}

/** Parts that the displays of one kiosk share. */
export interface DisplayContext
  extends Required<Pick<DisplayEnvironment, "runtimeFolder" | "stateFolder" | "log" | "lastMessage">> {
  readonly clock: () => Now;
  readonly link: (meter: MeterConfig, now: Now) => LinkState;
  /** Returns where a meter is listened for, as the network is now. */
  readonly place: (meter: MeterConfig) => Place | undefined;
  readonly onChange: () => void;
  /** Returns the maker of a display: of its hardware, unless something replaces it. */
  readonly displayFactory: (display: DisplayConfig, layout: Layout) => DisplayFactory;
}

/** Returns the maker of a display as the configuration names it: the hardware or file itself. */
export function configuredDisplay({ kind, options }: DisplayConfig): DisplayFactory {
  const row = displayRowOf(kind);
  if (!row) throw new WattframeError("CONFIG_INVALID", `there is no kind of display "${kind}"`);
  return {
    destination: row.destination(options),
    surface: () => row.surface(options),
    create: (environment) => row.open(options, environment),
  };
}

/** Returns the layouts of a configuration: the user's own come before the shipped ones. */
export function layoutsOf({ layouts }: Pick<Config, "layouts">): LayoutFolder {
  return new LayoutFolder([...(layouts === undefined ? [] : [layouts]), LAYOUTS_FOLDER]);
}

/** Display of a new configuration, ready to be committed. */
export interface PlannedDisplay {
  readonly config: DisplayConfig;
  readonly meter: KioskMeter;
  readonly drawing: Drawing;
  readonly composition: Composition;
  readonly displayFactory: DisplayFactory;
  /** Painter of the same display in the previous configuration; absent when there was none. */
  readonly kept?: Painter;
}

/**
 * Plans the displays of a configuration; nothing of those before is changed and no hardware is touched. A display that
 * cannot tell its size, because its screen is not there, is planned nevertheless.
 * @throws WattframeError when the configuration or a layout cannot be used, whatever hardware is there
 */
export async function planDisplays(
  config: Config,
  meters: readonly KioskMeter[],
  before: readonly KioskDisplay[],
  context: DisplayContext,
): Promise<readonly PlannedDisplay[]> {
  const loadLayout = loadingOnce(layoutsOf(config));
  const renderers = new Renderers();
  return Promise.all(
    config.displays.map(async (display) => {
      const meter = meters.find((one) => one.config.name === display.meter);
      if (!meter) throw new WattframeError("CONFIG_INVALID", `the display "${display.name}" has no meter`);
      const layout = await loadLayout(display.layout);
      const displayFactory = context.displayFactory(display, layout);
      const drawing = new Drawing(layout, display.theme, () => displayFactory.surface(), renderers);
      await drawing.prepare().catch((thrown: unknown) => {
        if (!isHardwareMissing(thrown)) throw thrown;
      });
      const kept = before.find((one) => isSameDisplay(one, display, meter))?.painter;
      const composition = compositionOf(config.locale, display, { meter, drawing }, context);
      return { config: display, meter, drawing, composition, displayFactory, ...(kept && { kept }) };
    }),
  );
}

/**
 * Commits planned displays: those that are kept are composed as planned, the others are made. Touches no hardware.
 * @param hardwareFree resolves when the hardware of new displays is free
 */
export function commitDisplays(
  planned: readonly PlannedDisplay[],
  context: DisplayContext,
  hardwareFree: () => Promise<void> = () => Promise.resolve(),
): readonly KioskDisplay[] {
  return planned.map((plan) => {
    const { config, meter, drawing, composition, displayFactory, kept } = plan;
    kept?.compose(composition);
    return {
      config,
      destination: displayFactory.destination,
      painter: kept ?? newPainter(plan, context, hardwareFree),
      timeZone: meter.config.timeZone,
      get surface() {
        return drawing.surface;
      },
    };
  });
}

function compositionOf(
  locale: string,
  { kind, options, refresh, quietHours }: DisplayConfig,
  { meter, drawing }: Pick<PlannedDisplay, "meter" | "drawing">,
  { link, place }: DisplayContext,
): Composition {
  const panelMs = displayRowOf(kind)?.paceMs?.(options) ?? 0;
  const pictureEveryMs = picturePaceMs(refresh, panelMs);
  const { timeZone } = meter.config;
  const timesAt = refreshTimesIn(timeZone, quietHours);
  const settings = { meter: meter.config, locale, pictureEveryMs, place: () => place(meter.config) };
  const inputAt = (now: Now) => ({ history: meter.history, link: link(meter.config, now), now, ...settings });
  return {
    scene: (now, stop) => {
      const { alarm } = buildView({ parts: ["alarm"], ...inputAt(now) });
      const { quiet } = now.clockSet ? timesAt(now.wallMs) : {};
      return sceneOf({ isAlarm: alarm?.isOn ?? false, ...(quiet && { quiet }), ...(stop && { stop }) });
    },
    prepare: () => drawing.prepare(),
    prepareFace: (face) => drawing.prepareFace(face),
    minIntervalMs: refresh.minIntervalS * 1_000,
    lookAgainMs: lookAgainMs(panelMs),
    hasValue: () => meter.history.latest.arrivedAt !== undefined,
    timeZone,
    view: (now, parts, before, facts) => {
      const input = { ...inputAt(now), ...facts };
      const view = buildView({ parts, before, ...input });
      return { view, memory: viewMemory(view, input) };
    },
  };
}

function newPainter(
  { config, meter, composition, displayFactory }: PlannedDisplay,
  context: DisplayContext,
  hardwareFree: () => Promise<void>,
): Painter {
  const { name, quietHours, isReported = false } = config;
  const { clock, onChange, runtimeFolder, stateFolder, lastMessage } = context;
  const log = context.log.child({ display: name });
  const opened = displayFactory.create({
    name,
    runtimeFolder,
    stateFolder,
    log,
    lastMessage,
    refreshTimes: refreshTimesIn(meter.config.timeZone, quietHours),
  });
  const display = boundedDisplay(opened, longestShowMs(config));
  return new Painter({ ...composition, name, display, clock, log, onChange, hardwareFree, isReported });
}

/** Tells whether open hardware can be kept: only what is drawn may differ. */
function isSameDisplay(before: KioskDisplay, display: DisplayConfig, meter: KioskMeter): boolean {
  if (before.timeZone !== meter.config.timeZone) return false;
  return keyOf(before.config) === keyOf(display);
}

function keyOf({ name, kind, options, quietHours }: DisplayConfig): string {
  return JSON.stringify([name, kind, options, quietHours]);
}
