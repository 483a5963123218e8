import { execFile } from "node:child_process";
import { access } from "node:fs/promises";

/** One way to ask this machine whether its wall clock was set from outside. */
export interface ClockProbe {
  /** Name of the program, for the log. */
  readonly id: string;
  /** True only for a clear yes. Never rejects; a machine without this service says no. */
  query(): Promise<boolean>;
}

const TIMEOUT_MS = 5000; // a bus that does not answer

/**
 * The ways of Linux, the cheapest first. None of them looks at the date: a Pi without a battery clock begins with the
 * time of its last shutdown, which looks as good as any.
 * @source systemd-timesyncd.service(8), "/run/systemd/timesync/synchronized"; timedatectl(1), NTPSynchronized (the
 * kernel's own flag, which chrony and ntpd set too); chronyc(1), tracking, "Leap status"
 */
export const CLOCK_PROBES: readonly ClockProbe[] = [
  { id: "systemd-timesyncd", query: () => exists("/run/systemd/timesync/synchronized") },
  {
    id: "kernel",
    query: async () => isKernelYes(await output("timedatectl", "show", "-p", "NTPSynchronized", "--value")),
  },
  { id: "chrony", query: async () => isChronyYes(await output("chronyc", "-c", "-n", "tracking")) },
];

/** Tells whether `timedatectl show -p NTPSynchronized --value` said yes. */
export function isKernelYes(text: string): boolean {
  return text.trim() === "yes";
}

const NO_SOURCE = new Set(["", "00000000", "7F7F0101"]); // none yet, and this machine's own clock ("local" in chrony.conf)

/**
 * Tells whether one line of `chronyc -c tracking` belongs to a clock that follows a source: 14 fields, the first two name the
 * source (zero and empty before there is one), the last is the leap status, which says so in words when it is not.
 */
export function isChronyYes(text: string): boolean {
  const fields = text.trim().split(",");
  const leap = fields.at(-1);
  return (
    fields.length === 14 &&
    !NO_SOURCE.has(fields[0] ?? "") &&
    ["Normal", "Insert second", "Delete second"].includes(leap ?? "")
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false; // the service is not there, or has not set the clock
  }
}

/** Returns the output of a program; empty when it is not there, fails or hangs. */
function output(program: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS, env: { PATH: process.env["PATH"], LC_ALL: "C" } }, (error, stdout) =>
      resolve(error === null ? stdout : ""),
    );
  });
}
