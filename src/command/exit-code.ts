import type { ErrorCode } from "../errors.ts";

/** 0 done, 1 refused or faults found, 2 wrong usage, 3 a file, broker or device failed. */
export type ExitCode = 0 | 1 | 2 | 3;

const WRONG_USAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "USAGE",
  "SCENARIO_UNKNOWN",
  "LAYOUT_UNKNOWN",
  "PANEL_UNKNOWN",
]);

const FAILED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "BROKER_UNREACHABLE",
  "BROKER_REFUSED",
  "BROKER_LISTEN",
  "NO_TELEGRAM",
  "FILE_READ",
  "FILE_WRITE",
  "FONT_MISSING",
  "BUS_UNAVAILABLE",
  "BUS_IO",
  "BUSY_TIMEOUT",
  "COMMAND_FAILED",
  "NODE_TOO_OLD",
]);

/** The exit code that tells of an error: what the input is to blame for is 1, what the caller typed 2, what broke is 3. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (WRONG_USAGE.has(code)) return 2;
  return FAILED.has(code) ? 3 : 1;
}
