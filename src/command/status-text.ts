import {
  type DisplayStatus,
  type HistoryStatus,
  type LinkStatus,
  type MeterStatus,
  STATUS_SILENT_MS,
  type Status,
  type StatusFault,
} from "../kiosk/status.ts";
import { ageText, decisionText } from "../kiosk/status-words.ts";
import { counted } from "./counted.ts";

/** What is wrong with a running kiosk, one sentence each; empty while it is well. */
export function statusFaults(status: Status, nowMs: number): readonly string[] {
  const { configuration, unconfigured, broker, meters, history, displays } = status;
  const silentMs = nowMs - Date.parse(status.at);
  return [
    silentMs > STATUS_SILENT_MS ? `The kiosk has written no status for ${ageText(silentMs)}: it hangs.` : [],
    configuration?.faults.map(
      (fault) => `A reload was refused, the configuration before is in use: ${sentence(fault)}`,
    ) ?? [],
    unconfigured ? `There is no configuration ${unconfigured.file} yet. ${unconfigured.command} writes one.` : [],
    linkFault("the broker", broker),
    meters.flatMap(({ name, source }) => linkFault(`the source of ${name}`, source)),
    meters.flatMap(({ name, reader }) =>
      (reader?.findings ?? []).map(({ symptom, remedy }) => `The meter ${name}: ${symptom}: ${remedy}`),
    ),
    history?.fault ? `The history: ${sentence(history.fault)}` : [],
    displays.flatMap(({ name, fault }) => (fault ? `The display ${name}: ${sentence(fault)}` : [])),
  ].flat();
}

/** The status for people: a line for each part, then what is wrong. */
export function statusText(status: Status, nowMs: number): string {
  const { version, pid, startedAt, unconfigured, broker, meters, history, displays } = status;
  const ago = agoOf(nowMs);
  const rows: readonly (readonly [string, string])[] = [
    ["wattframe", `${version}, process ${pid}, started ${ago(startedAt)}`],
    ...(broker ? [["broker", linkText(broker)] as const] : []),
    ...meters.map((meter) => [`meter ${meter.name}`, meterText(meter, ago)] as const),
    ...(unconfigured ? [["configuration", `waits for ${unconfigured.file}`] as const] : [historyRow(history, ago)]),
    ...displays.map((display) => [`display ${display.name}`, displayText(display, nowMs)] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`);
  const faults = statusFaults(status, nowMs).map((fault) => `${fault}\n`);
  return [...lines, ...(faults.length > 0 ? ["\n", ...faults] : [])].join("");
}

/** Returns how long ago an instant was. */
function agoOf(nowMs: number): (iso: string) => string {
  return (iso) => `${ageText(nowMs - Date.parse(iso))} ago`;
}

function linkText({ kind, reason }: LinkStatus): string {
  return reason === undefined ? kind : `${kind}: ${reason}`;
}

function meterText({ telegrams, topics, lastAt, source }: MeterStatus, ago: (iso: string) => string): string {
  const from = source && source.kind !== "connected" ? `source ${linkText(source)}; ` : "";
  if (lastAt === undefined) return `${from}nothing has come yet`;
  return `${from}last value ${ago(lastAt)}, ${counted(telegrams, "telegram")} in 24 h on ${counted(topics, "topic")}`;
}

function historyRow(history: HistoryStatus | undefined, ago: (iso: string) => string): readonly [string, string] {
  return ["history", history ? historyText(history, ago) : "in memory only: history.path would keep it"];
}

function historyText({ path, savedAt, fault }: HistoryStatus, ago: (iso: string) => string): string {
  const saved = savedAt === undefined ? "not saved yet" : `saved ${ago(savedAt)}`;
  return `${path}, ${saved}${fault ? ", cannot be kept now, see below" : ""}`;
}

function displayText(display: DisplayStatus, nowMs: number): string {
  const { kind, shownAt, today, fault } = display;
  const ago = agoOf(nowMs);
  const shown = shownAt === undefined ? "nothing is shown yet" : `its picture is ${ageOf(ago(shownAt))} old`;
  return `${kind}, ${shown}${lastDecisionText(display, nowMs)}${today ? `; ${todayText(today, ago)}` : ""}${fault ? `; ${faultText(fault)}` : ""}`;
}

/** The last decision with its reason; empty before the first. */
function lastDecisionText(display: DisplayStatus, nowMs: number): string {
  const { drawnAt, decidedAt = drawnAt } = display;
  const decision = decisionText(display, nowMs);
  return decidedAt === undefined || decision === undefined ? "" : `; ${agoOf(nowMs)(decidedAt)} ${decision}`;
}

function faultText({ leftAlone }: NonNullable<DisplayStatus["fault"]>): string {
  return leftAlone ? "it does not work and is left alone, see below" : "it does not work, see below";
}

function todayText({ since, counts }: NonNullable<DisplayStatus["today"]>, ago: (iso: string) => string): string {
  const { offered = 0, shown = 0, ...refreshes } = counts;
  const kinds = Object.entries(refreshes).map(([kind, count]) => `${count} ${kind}`);
  const by = kinds.length > 0 ? ` (${kinds.join(", ")})` : "";
  return `${offered} offered and ${shown} shown${by} today, in ${ageOf(ago(since))}`;
}

function ageOf(ago: string): string {
  return ago.replace(/ ago$/u, "");
}

function linkFault(what: string, link: LinkStatus | undefined): readonly string[] {
  if (link === undefined || link.kind === "connected") return [];
  const why = link.reason === undefined ? "" : `: ${link.reason}`;
  return [`${what.replace(/^t/u, "T")} is not connected (${link.kind}${why}).`];
}

function sentence({ code, message, hint }: StatusFault): string {
  return `${message.replaceAll(/\s+/gu, " ")} (${code})${hint === undefined ? "" : `. ${hint}`}`;
}
