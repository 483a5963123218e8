import type { Config, DisplayConfig } from "../config/config.ts";
import { type Fault, faultLine } from "../config/fault.ts";
import type { Latest } from "../history/latest.ts";
import { epochOfLocal } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { type ReaderFinding, readerFindings } from "../meter/reader-diagnosis.ts";
import type { LinkState } from "../source/link-state.ts";
import { VERSION } from "../version.ts";
import type { HistoryState } from "./history-keeper.ts";
import type { KioskState } from "./kiosk.ts";
import type { KioskMeter } from "./kiosk-meter.ts";
import type { Painter } from "./painter.ts";

const DAY_MS = 24 * 3_600_000;

/** Age of a status from which its kiosk counts as hanging, milliseconds: one that runs writes it every few seconds. */
export const STATUS_SILENT_MS = 30_000;

/** Status of a running kiosk: plain data for people and watchdogs. Times are ISO 8601 in UTC. */
export interface Status {
  /** Time of writing; not older than a few seconds while the kiosk runs. */
  readonly at: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  /** Faults in the files as they are now, each with its place; the kiosk uses the last valid ones. Absent where there are none. */
  readonly configuration?: { readonly faults: readonly StatusFault[] };
  /** Where the configuration is awaited, and the command that writes one; absent for a kiosk that has one. */
  readonly unconfigured?: Awaited;
  /** Absent where every meter has a source of its own. */
  readonly broker?: LinkStatus;
  readonly meters: readonly MeterStatus[];
  /** What keeps the history; absent where it is in memory only. */
  readonly history?: HistoryStatus;
  readonly displays: readonly DisplayStatus[];
}

/** A configuration that is not there yet. */
export interface Awaited {
  /** Absolute. */
  readonly file: string;
  readonly command: string;
}

/** A connection. */
export interface LinkStatus {
  readonly kind: string;
  readonly reason?: string;
}

/** What has come from a meter. */
export interface MeterStatus {
  readonly name: string;
  /** Telegrams of the last 24 hours. */
  readonly telegrams: number;
  readonly topics: number;
  /** Arrival of its last value; absent before the first. */
  readonly lastAt?: string;
  /** Connection to a source of its own. */
  readonly source?: LinkStatus;
  /** What the reader says of itself; absent where it says nothing. */
  readonly reader?: ReaderStatus;
  /** The meter's clock beside ours; absent while it sends none, or ours is not set. */
  readonly clock?: MeterClock;
}

/** A reader by its own word. */
export interface ReaderStatus {
  readonly online?: boolean;
  /** Version of its firmware. */
  readonly version?: string;
  /** What its diagnostics show to be wrong. */
  readonly findings: readonly ReaderFinding[];
}

/** A meter's clock when its last telegram came. */
export interface MeterClock {
  /** Local time without a zone, as the meter sent it. */
  readonly local: string;
  /** Seconds by which it is ahead of this machine's clock; negative behind it. */
  readonly aheadS: number;
}

/** The file of the history. */
export interface HistoryStatus {
  readonly path: string;
  /** Time of the last commit; absent before the first. */
  readonly savedAt?: string;
  readonly fault?: StatusFault;
}

/** A display and its last decision. */
export interface DisplayStatus {
  readonly name: string;
  readonly kind: string;
  /** Time of the last picture that was drawn; later ones may not have been, see `decidedAt`. */
  readonly drawnAt?: string;
  /** Time of the last decision, and why the display was refreshed or was not. */
  readonly decidedAt?: string;
  readonly reason?: string;
  /** Time before which the display shows no picture; absent where it may. */
  readonly notBefore?: string;
  /** Kind of refresh that is allowed then, such as `partial`; absent where a display has only one. */
  readonly waitsFor?: string;
  /** Time of the picture that the display shows; absent while unknown. */
  readonly shownAt?: string;
  /** Pictures offered and shown since local midnight, or since the start where that is later, and refreshes by kind. */
  readonly today?: { readonly since: string; readonly counts: Readonly<Record<string, number>> };
  readonly fault?: StatusFault & { readonly leftAlone?: true };
}

/** What does not work. */
export interface StatusFault {
  readonly code: string;
  readonly message: string;
  /** Remedy, one sentence. */
  readonly hint?: string;
}

/** State of a kiosk, with or without a configuration. */
export type ReportedState = Omit<KioskState, "config"> & {
  readonly config: Pick<Config, "broker">;
  readonly unconfigured?: Awaited;
};

/**
 * Status of a kiosk.
 * @param startedMs wall clock when it started
 * @param nowMs wall clock now
 * @param faults of a reload that was refused
 */
export function statusOf(
  { state }: { readonly state: ReportedState },
  startedMs: number,
  nowMs: number,
  faults: readonly Fault[] = [],
): Status {
  const { broker, history, unconfigured } = state;
  return {
    at: iso(nowMs),
    pid: process.pid,
    version: VERSION,
    startedAt: iso(startedMs),
    ...(faults.length > 0 && { configuration: { faults: faults.map(refused) } }),
    ...(unconfigured && { unconfigured }),
    ...((state.config.broker ?? broker) && { broker: linkOf(broker) }),
    meters: state.meters.map((meter) => meterOf(meter, state.linkOf)),
    ...(history && { history: historyOf(history) }),
    displays: state.displays.map(({ config, painter }) => displayOf(config, painter)),
  };
}

function meterOf({ config, history, session }: KioskMeter, linkTo: KioskState["linkOf"]): MeterStatus {
  const { arrivedAt } = history.latest;
  return {
    name: config.name,
    telegrams: arrivedAt ? history.telegramsSince(arrivedAt.wallMs - DAY_MS) : 0,
    topics: session.topics.all().length,
    ...(arrivedAt && { lastAt: isoOf(arrivedAt) }),
    ...(config.source && { source: linkOf(linkTo(config)) }),
    ...readerOf(history.latest),
    ...clockOf(history.latest, config.timeZone),
  };
}

function readerOf({ reader, diagnostics }: Latest): Pick<MeterStatus, "reader"> {
  if (!reader && !diagnostics) return {};
  const version = diagnostics?.["fw"];
  // What one that is gone said of the meter was true before.
  const findings = reader?.online === false ? [] : readerFindings(diagnostics ?? {});
  return {
    reader: { ...(reader && { online: reader.online }), ...(version !== undefined && { version }), findings },
  };
}

function clockOf({ meterClock, arrivedAt }: Latest, timeZone: string): Pick<MeterStatus, "clock"> {
  if (meterClock === undefined || !arrivedAt?.clockSet) return {};
  const aheadS = Math.round((epochOfLocal(meterClock, timeZone) - arrivedAt.wallMs) / 1_000);
  return { clock: { local: meterClock, aheadS } };
}

function displayOf({ kind }: DisplayConfig, { name, state, shows }: Painter): DisplayStatus {
  const { drawnAt, decidedAt, result, fault } = state;
  const { glass, today } = shows;
  return {
    name,
    kind,
    ...(drawnAt && { drawnAt: isoOf(drawnAt) }),
    ...(decidedAt && { decidedAt: isoOf(decidedAt) }),
    ...(result && { reason: result.reason }),
    ...(decidedAt &&
      result?.notBeforeMonoMs !== undefined && {
        notBefore: iso(decidedAt.wallMs + result.notBeforeMonoMs - decidedAt.monoMs),
      }),
    ...(result?.waitsFor !== undefined && { waitsFor: result.waitsFor }),
    ...(glass && { shownAt: isoOf(glass.at) }),
    ...(today && { today: { since: iso(today.sinceMs), counts: today.counts } }),
    ...(fault && { fault: { ...faultOf(fault), ...(fault.isLeftAlone && { leftAlone: true }) } }),
  };
}

function linkOf(link: LinkState | undefined): LinkStatus {
  return { kind: link?.kind ?? "connecting", ...(link?.reason === undefined ? {} : { reason: link.reason }) };
}

function historyOf({ path, savedMs, fault }: HistoryState): HistoryStatus {
  return {
    path,
    ...(savedMs !== undefined && { savedAt: iso(savedMs) }),
    ...(fault && { fault: faultOf({ ...fault, message: fault.error }) }),
  };
}

function refused(fault: Fault): StatusFault {
  const { code, hint } = fault;
  return { code, message: faultLine(fault), hint };
}

function faultOf({ code, message, hint }: StatusFault): StatusFault {
  return { code, message, ...(hint !== undefined && { hint }) };
}

function isoOf({ wallMs }: Now): string {
  return iso(wallMs);
}

function iso(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
