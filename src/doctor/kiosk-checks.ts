import {
  type DisplayStatus,
  type LinkStatus,
  type MeterStatus,
  STATUS_SILENT_MS,
  type Status,
} from "../kiosk/status.ts";
import { decisionText } from "../kiosk/status-words.ts";
import { type Finding, well, wrong } from "./finding.ts";

/** Age of a meter's last value from which its reader counts as silent. */
const QUIET_S = 600;

/**
 * What a running kiosk says of itself: that it lives, its broker, each meter's reader, each display.
 * @param status of the running kiosk; absent when none runs
 */
export function kioskFindings(status: Status | undefined, nowMs: number): readonly Finding[] {
  if (status === undefined)
    return [
      wrong(
        "kiosk",
        "no kiosk runs, or this user may not read its status",
        "Start it: sudo systemctl start wattframe; or wattframe run",
      ),
    ];
  const { broker, meters, displays } = status;
  return [
    life(status, nowMs),
    ...reload(status),
    ...(broker ? [linkFinding("broker", "the broker", broker)] : []),
    ...meters.flatMap((meter) => [...readers(meter, nowMs), ...clocks(meter)]),
    ...displays.map((each) => display(each, nowMs)),
  ];
}

/** Whether the kiosk lives and has a configuration. */
function life({ at, pid, version, unconfigured }: Status, nowMs: number): Finding {
  const silentS = secondsSince(at, nowMs);
  if (1_000 * silentS > STATUS_SILENT_MS)
    return wrong(
      "kiosk",
      `process ${pid} has written no status for ${silentS} s`,
      "Start it again: sudo systemctl restart wattframe",
    );
  if (unconfigured === undefined) return well("kiosk", `version ${version} runs as process ${pid}`);
  return wrong("kiosk", `it waits for its configuration ${unconfigured.file}`, `Write one: ${unconfigured.command}`);
}

/** A reload that was refused; nothing where the kiosk uses the files as they were read last. */
function reload({ configuration }: Status): readonly Finding[] {
  const [first, ...more] = configuration?.faults ?? [];
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : `, and ${more.length} more`;
  const message = `the last reload was refused, the configuration before is in use: ${first.message}${others}`;
  const apply = "then apply it: sudo systemctl reload wattframe";
  return [wrong("reload", message, `${first.hint ?? "Correct it, wattframe check names every line"}; ${apply}`)];
}

/** Whether a connection is there; what it leads to is named in the message. */
export function linkFinding(check: string, what: string, { kind, reason }: LinkStatus): Finding {
  if (kind === "connected") return well(check, `${what} is connected`);
  const why = reason === undefined ? "" : `: ${reason}`;
  return wrong(
    check,
    `${what} is ${kind}${why}`,
    "See that it runs, and that address, user and password in the configuration are its own.",
  );
}

/** What is known of a meter's reader: that its values come, and what it says of itself. */
function readers(meter: MeterStatus, nowMs: number): readonly Finding[] {
  const check = `reader of ${meter.name}`;
  const said = (meter.reader?.findings ?? []).map(({ symptom, remedy }) => wrong(check, symptom, sentence(remedy)));
  const values = reader(check, meter, nowMs);
  // What the reader itself knows of values that do not come says more than that they do not.
  const isExplained = meter.reader?.findings.some(({ fault }) => fault !== undefined) ?? false;
  return isExplained && !values.ok ? said : [values, ...said];
}

function reader(check: string, { lastAt, telegrams, source, reader }: MeterStatus, nowMs: number): Finding {
  if (source && source.kind !== "connected") return linkFinding(check, "the source", source);
  const remedy = "See that the reader has power and reaches the broker, and that prefix is its own: wattframe discover";
  const version = reader?.version === undefined ? "" : `; its version is ${reader.version}`;
  if (reader?.online === false) return wrong(check, `it is offline${version}`, remedy);
  if (lastAt === undefined) return wrong(check, `nothing has come from it since the kiosk started${version}`, remedy);
  const ageS = secondsSince(lastAt, nowMs);
  if (ageS > QUIET_S) return wrong(check, `its last value came ${Math.floor(ageS / 60)} min ago${version}`, remedy);
  return well(check, `its last value came ${ageS} s ago; ${telegrams} telegrams in 24 h${version}`);
}

/** Difference of two clocks that is none: a telegram is some seconds on its way, seconds. */
const SAME_CLOCK_S = 60;
const HOUR_S = 3_600;

/** The meter's clock beside ours, where it sends one. Many meters keep standard time all year, which is no fault. */
function clocks({ name, clock }: MeterStatus): readonly Finding[] {
  if (clock === undefined) return [];
  const check = `clock of ${name}`;
  const { local, aheadS } = clock;
  const hours = Math.round(aheadS / HOUR_S);
  const restS = Math.abs(aheadS - hours * HOUR_S);
  const by = `${durationText(Math.abs(aheadS))} ${aheadS < 0 ? "behind" : "ahead of"} this machine's`;
  const message = `the meter's clock, ${local.replace("T", " ")}, is ${by}`;
  if (restS > SAME_CLOCK_S)
    return [
      wrong(check, message, "See that this machine's clock is set; if it is, the grid company can set the meter's."),
    ];
  if (hours === 0) return [well(check, message)];
  if (Math.abs(hours) === 1) return [well(check, `${message}: one of them keeps summer time`)];
  return [wrong(check, message, `Set timeZone of the meter ${name} to the zone where it is.`)];
}

function durationText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / HOUR_S), Math.floor((seconds % HOUR_S) / 60)];
  const parts = [
    [hours, "h"],
    [minutes, "min"],
    [seconds % 60, "s"],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : [])).join(" ") || "0 s";
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function display(status: DisplayStatus, nowMs: number): Finding {
  const { name, kind, fault } = status;
  const check = `display ${name}`;
  const decision = decisionText(status, nowMs);
  if (fault) return wrong(check, fault.message, fault.hint ?? "The log says more: journalctl -u wattframe");
  return well(check, decision === undefined ? kind : `${kind}, ${decision}`);
}

function secondsSince(iso: string, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1_000));
}
