import type { Config, DisplayConfig } from "../config/config.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import type { Display } from "../display/display.ts";
import type { DisplaySurroundings, SurfaceSpec } from "../display/display-row.ts";
import { displayRowOf } from "../display/displays.ts";
import { WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { localParts } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { quietUntilMs } from "../refresh/quiet-hours.ts";
import { buildView } from "../view/build-view.ts";
import type { BrokerLink } from "../view/life-view.ts";
import { rendererFor } from "./compose.ts";
import type { MeterLine } from "./meter-line.ts";
import { type Composition, Painter } from "./painter.ts";

/** One display of the configuration, and the painter that serves it. */
export interface DisplayLine {
  readonly config: DisplayConfig;
  readonly surface: SurfaceSpec;
  readonly painter: Painter;
  /** In which its quiet hours are reckoned. */
  readonly timeZone: string;
}

/** Where pictures of a display go: what it takes, and how it is opened. */
export interface Outlet {
  readonly surface: SurfaceSpec;
  open(surroundings: DisplaySurroundings): Promise<Display>;
}

/** What the displays of one kiosk share. */
export interface Hall {
  readonly runtimeFolder: string;
  readonly clock: () => Now;
  readonly link: (now: Now) => BrokerLink;
  readonly log: Log;
  readonly onChange: () => void;
  /** The hardware, unless something stands in for it. @throws WattframeError when it cannot be used */
  readonly outlet: (display: DisplayConfig, layouts: LayoutFolder) => Promise<Outlet>;
}

/** The outlet that the configuration names: the hardware or file itself. */
export function realOutlet({ kind, options }: DisplayConfig): Promise<Outlet> {
  const row = displayRowOf(kind);
  if (!row) throw new WattframeError("CONFIG_INVALID", `there is no kind of display "${kind}"`);
  return Promise.resolve({ surface: row.surface(options), open: (surroundings) => row.open(options, surroundings) });
}

/** The layouts of a configuration: the user's own come before the shipped ones. */
export function layoutsOf({ layouts }: Pick<Config, "layouts">): LayoutFolder {
  return new LayoutFolder([...(layouts === undefined ? [] : [layouts]), LAYOUTS_FOLDER]);
}

/** Lines that are ready and not in use yet. */
export interface LinedUp {
  /** Composes the displays that go on as the new configuration has it, and gives the lines. */
  take(): readonly DisplayLine[];
  /** Closes what was opened for nothing, and throws what made it so. */
  drop(this: void, thrown: unknown): Promise<never>;
}

/**
 * A line for each display of a configuration. A display that is as it was before goes on with the hardware that it has
 * and is only composed anew; the caller closes those that are left over. Nothing of the lines before changes until
 * the new ones are taken.
 * @throws WattframeError when a layout or a display cannot be used
 */
export async function lineUp(
  config: Config,
  meters: readonly MeterLine[],
  before: readonly DisplayLine[],
  hall: Hall,
): Promise<LinedUp> {
  const layouts = layoutsOf(config);
  const planned = await Promise.all(
    config.displays.map(async (display) => {
      const meter = meters.find((line) => line.config.name === display.meter);
      if (!meter) throw new WattframeError("CONFIG_INVALID", `the display "${display.name}" has no meter`);
      const kept = before.find((line) => isSameDisplay(line, display, meter));
      const outlet = await hall.outlet(display, layouts);
      const composition = await compositionOf(config, display, meter, outlet.surface, layouts, hall);
      return { display, meter, kept, outlet, composition };
    }),
  );
  const opened: Painter[] = [];
  const drop = async (thrown: unknown): Promise<never> => {
    await Promise.all(opened.map((painter) => painter.close()));
    throw thrown;
  };
  const lines: DisplayLine[] = [];
  for (const { display, meter, kept, outlet, composition } of planned) {
    const painter = kept?.painter ?? (await openPainter(display, meter, outlet, composition, hall).catch(drop));
    if (!kept) opened.push(painter);
    lines.push({ config: display, surface: outlet.surface, painter, timeZone: meter.config.timeZone });
  }
  const take = () => {
    for (const [i, { composition }] of planned.entries()) lines[i]?.painter.compose(composition);
    return lines;
  };
  return { take, drop };
}

async function compositionOf(
  { locale }: Config,
  display: DisplayConfig,
  meter: MeterLine,
  surface: SurfaceSpec,
  layouts: LayoutFolder,
  { link }: Hall,
): Promise<Composition> {
  const settings = { meter: meter.config, locale };
  return {
    renderer: await rendererFor(layouts, display.layout, display.theme, surface),
    minIntervalMs: display.refresh.minIntervalS * 1_000,
    view: (now, shown) => buildView(meter.history, link(now), now, settings, shown),
  };
}

async function openPainter(
  { name, quietHours }: DisplayConfig,
  meter: MeterLine,
  { surface, open }: Outlet,
  composition: Composition,
  { clock, log, onChange, runtimeFolder }: Hall,
): Promise<Painter> {
  const own = log.child({ display: name });
  const quiet = quietHours
    ? { quietUntilMs: (wallMs: number) => quietUntilMs(quietHours, wallMs, minuteOfDay(meter.config.timeZone)) }
    : {};
  const display = await open({ name, runtimeFolder, log: own, ...quiet });
  return new Painter({ ...composition, name, palette: surface.palette, display, clock, log: own, onChange });
}

/** Whether hardware that is open can go on: only what is drawn may differ. */
function isSameDisplay(line: DisplayLine, display: DisplayConfig, meter: MeterLine): boolean {
  if (display.quietHours && line.timeZone !== meter.config.timeZone) return false;
  return keyOf(line.config) === keyOf(display);
}

function keyOf({ name, kind, options, quietHours }: DisplayConfig): string {
  return JSON.stringify([name, kind, options, quietHours]);
}

function minuteOfDay(timeZone: string): (ms: number) => number {
  return (ms) => {
    const { hour, minute } = localParts(ms, timeZone);
    return hour * 60 + minute;
  };
}
