import {
  type DisplayStatus,
  type LinkStatus,
  type MeterStatus,
  STATUS_SILENT_MS,
  type Status,
} from "../kiosk/status.ts";
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
    ...(broker ? [linkFinding("broker", "the broker", broker)] : []),
    ...meters.map((meter) => reader(meter, nowMs)),
    ...displays.map(display),
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

function reader({ name, lastAt, telegrams, source }: MeterStatus, nowMs: number): Finding {
  const check = `reader of ${name}`;
  if (source && source.kind !== "connected") return linkFinding(check, "the source", source);
  const remedy = "See that the reader has power and reaches the broker, and that prefix is its own: wattframe discover";
  if (lastAt === undefined) return wrong(check, "nothing has come from it since the kiosk started", remedy);
  const ageS = secondsSince(lastAt, nowMs);
  if (ageS > QUIET_S) return wrong(check, `its last value came ${Math.floor(ageS / 60)} min ago`, remedy);
  return well(check, `its last value came ${ageS} s ago; ${telegrams} telegrams in 24 h`);
}

function display({ name, kind, fault, reason }: DisplayStatus): Finding {
  const check = `display ${name}`;
  if (fault) return wrong(check, fault.message, fault.hint ?? "The log says more: journalctl -u wattframe");
  return well(check, `${kind}${reason === undefined ? "" : `, last decision: ${reason}`}`);
}

function secondsSince(iso: string, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1_000));
}
