/** Every code a {@link WattframeError} can carry; codes are stable, tests and scripts rely on them. */
export const ERROR_CODES = [
  "CONFIG_SYNTAX",
  "CONFIG_INVALID",
  "CONFIG_SECRET",
  "LAYOUT_INVALID",
  "LAYOUT_UNKNOWN",
  "LAYOUT_OVERFLOW",
  "WIRE_NUMBER",
  "WIRE_JSON",
  "WIRE_SHAPE",
  "WIRE_TOO_LARGE",
  "CRC_MISMATCH",
  "NO_CRC",
  "HCS_MISMATCH",
  "FCS_MISMATCH",
  "TRUNCATED",
  "UNSUPPORTED",
  "MALFORMED",
  "BROKER_UNREACHABLE",
  "BROKER_REFUSED",
  "BROKER_LISTEN",
  "NO_TELEGRAM",
  "RECORDING_INVALID",
  "SCENARIO_UNKNOWN",
  "FILE_READ",
  "FILE_WRITE",
  "FONT_MISSING",
  "FRAME_SIZE",
  "PNG_INVALID",
  "PANEL_UNKNOWN",
  "PANEL_REFUSED",
  "BUS_UNAVAILABLE",
  "BUS_IO",
  "BUSY_TIMEOUT",
  "COMMAND_FAILED",
  "PREVIEW_REFUSED",
  "NODE_TOO_OLD",
  "USAGE",
] as const;

/** A stable name of what went wrong. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An error that a person can act on: a stable `code`, a message that names the place (file, line and key, or topic and
 * payload), and a `hint` that says what to do.
 */
export class WattframeError extends Error {
  readonly code: ErrorCode;
  /** What to do about it, one sentence; absent when the message says it all. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "WattframeError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything that was thrown, for logs and for wrapping; never the stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
