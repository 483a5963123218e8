import { basename, dirname, relative, resolve } from "node:path";
import type { BrokerState } from "../dashboard/dashboard.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { KioskDisplay } from "../kiosk/kiosk-display.ts";
import type { Painter } from "../kiosk/painter.ts";
import type { Reloader } from "../kiosk/reloader.ts";
import { isWaiting, type ShowEntry } from "../kiosk/show-log.ts";
import { panelOf } from "../panel/panels.ts";
import type { LinkState } from "../source/link-state.ts";
import { VERSION } from "../version.ts";
import type { Decision, LiveDisplay, LiveState } from "./protocol.ts";
import { shownPicture } from "./shown-picture.ts";

/** Facts about the page that the kiosk does not know. */
export interface PageFacts {
  readonly reloader: Pick<Reloader, "faults" | "revision">;
  readonly isSimulated: boolean;
  readonly hasPassword: boolean;
}

/** State of the running kiosk as the page shows it. */
export function liveState(kiosk: Kiosk, { reloader, isSimulated, hasPassword }: PageFacts): LiveState {
  const clock = kiosk.now();
  const { config, broker, meters, displays, linkOf } = kiosk.state;
  return {
    clock,
    kiosk: { name: config.name, version: VERSION, isSimulated },
    locale: config.locale,
    meters: meters.map(({ config: meter }) => {
      const { name, prefix, timeZone, source } = meter;
      return { name, prefix, timeZone, ...(source && { link: brokerState(linkOf(meter)) }) };
    }),
    ...((config.broker ?? broker) && { broker: brokerState(broker) }),
    faults: reloader.faults.map((fault) => ({ ...fault, file: shortName(fault.file, config.file) })),
    revision: reloader.revision,
    hasPassword,
    displays: displays.map(liveDisplay),
  };
}

function brokerState(link: LinkState | undefined): BrokerState {
  return {
    kind: link?.kind ?? "connecting",
    ...(link?.end && { end: link.end }),
    ...(link?.reason !== undefined && { reason: link.reason }),
    ...(link?.fault && { fault: link.fault }),
    sinceMonoMs: link?.since.monoMs ?? 0, // since the start
  };
}

/** The page needs to tell files apart, not to know where on this machine they are: beside the configuration, or by name. */
function shortName(file: string, configFile: string): string {
  const path = relative(dirname(resolve(configFile)), resolve(file));
  return path.startsWith("..") ? basename(file) : path;
}

function liveDisplay({ config, surface, painter }: KioskDisplay): LiveDisplay {
  const { glass, entries, counts } = painter.shows;
  const { fault } = painter.state;
  const picture = glass && shownPicture(glass.raster);
  const { id, inks, seen } = surface.palette;
  return {
    name: config.name,
    kind: config.kind,
    ...panelName(config.options["panel"]),
    meter: config.meter,
    layout: config.layout,
    theme: config.theme,
    width: surface.width,
    height: surface.height,
    palette: { id, inks, seen },
    ...(glass &&
      picture && {
        picture: { version: picture.version, bytes: picture.png.length, atMonoMs: glass.at.monoMs },
      }),
    ...waitingOf(painter),
    decisions: entries.map(decisionOf),
    counters: { ...counts, ...entries[0]?.result.counters },
    ...(fault && { fault }),
  };
}

function panelName(id: unknown): { panel?: string } {
  return typeof id === "string" ? { panel: panelOf(id).name } : {};
}

function waitingOf({ state: { raster, result, isUndrawn }, shows }: Painter): Pick<LiveDisplay, "waiting"> {
  const hasNewer = isWaiting(shows, raster);
  if (!result || !(hasNewer || isUndrawn)) return {};
  const { reason, notBeforeMonoMs: untilMonoMs } = result;
  return { waiting: { reason, hasNewer, ...(untilMonoMs !== undefined && { untilMonoMs }) } };
}

function decisionOf({ at, result: { changed, reason, facts = {} } }: ShowEntry): Decision {
  return { atMonoMs: at.monoMs, changed, reason, facts };
}
