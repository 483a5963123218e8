/** Every code a {@link WattframeError} can carry; codes are stable, tests and scripts rely on them. */
export const ERROR_CODES = [
  "CONFIG_INVALID",
  "LAYOUT_INVALID",
  "LAYOUT_UNKNOWN",
  "LAYOUT_OVERFLOW",
  "WIRE_NUMBER",
  "WIRE_JSON",
  "WIRE_SHAPE",
  "WIRE_UNIT",
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
  "LOCKED",
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
  "PREVIEW_LISTEN",
  "USAGE",
  "INTERNAL",
] as const;

/** A stable name of what went wrong; `INTERNAL` is a defect of this program. */
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
  return thrown instanceof Error ? thrown.message : textOf(thrown);
}

/** Anything can be thrown, also what has no text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** An error as it stands in a log record. */
export interface ErrorFacts {
  readonly code: ErrorCode;
  /** Its message. */
  readonly error: string;
  /** What to do about it; absent when the message says it all. */
  readonly hint?: string;
  /** Where it happened, with the errors that caused it; only of a defect of this program. */
  readonly stack?: string;
}

/**
 * The facts of anything that was thrown, the same in every log record: code, message and remedy of a
 * {@link WattframeError}. Anything else is a defect of this program: `INTERNAL`, with its stack.
 */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (!(thrown instanceof WattframeError)) return defectFacts(thrown);
  const { code, message, hint } = thrown;
  return { code, error: message, ...(hint !== undefined && { hint }) };
}

/** The facts of something that should not have been thrown at all, whatever it is: `INTERNAL`, with its stack. */
export function defectFacts(thrown: unknown): ErrorFacts {
  return { code: "INTERNAL", error: messageOf(thrown), stack: stackOf(thrown) };
}

const MAX_CAUSES = 5;

function stackOf(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return `not an Error: ${textOf(thrown)}`;
  const stack = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  if (thrown.cause === undefined || depth === MAX_CAUSES) return stack;
  return `${stack}\ncaused by ${stackOf(thrown.cause, depth + 1)}`;
}
