/** Properties of an error code. */
interface CodeTraits {
  /** Exit code of a command: 1 the input is at fault, 2 the command line is, 3 a file, device, broker or the program failed. */
  readonly exit: 1 | 2 | 3;
  /** HTTP status of a response: the request is wrong, names nothing known or nothing usable, or cannot be answered (now). */
  readonly http: 400 | 404 | 422 | 500 | 503;
  /** True when a second try may succeed without anybody's help. */
  readonly isRecoverable?: true;
  /** True when a device is not there, which says nothing against the configuration. */
  readonly isHardwareMissing?: true;
  /** True when a device, or the program that drives it, failed at its work. */
  readonly isCrash?: true;
}

const CODES = {
  CONFIG_INVALID: { exit: 1, http: 422 },
  LAYOUT_INVALID: { exit: 1, http: 422 },
  LAYOUT_UNKNOWN: { exit: 2, http: 404 },
  LAYOUT_OVERFLOW: { exit: 1, http: 422 },
  WIRE_NUMBER: { exit: 1, http: 422 },
  WIRE_JSON: { exit: 1, http: 422 },
  WIRE_SHAPE: { exit: 1, http: 422 },
  WIRE_UNIT: { exit: 1, http: 422 },
  WIRE_TOO_LARGE: { exit: 1, http: 422 },
  CRC_MISMATCH: { exit: 1, http: 422 },
  NO_CRC: { exit: 1, http: 422 },
  HCS_MISMATCH: { exit: 1, http: 422 },
  FCS_MISMATCH: { exit: 1, http: 422 },
  TRUNCATED: { exit: 1, http: 422 },
  UNSUPPORTED: { exit: 1, http: 422 },
  MALFORMED: { exit: 1, http: 422 },
  BROKER_UNREACHABLE: { exit: 3, http: 503, isRecoverable: true },
  BROKER_REFUSED: { exit: 3, http: 503 },
  BROKER_LISTEN: { exit: 3, http: 503 },
  SOURCE_UNREACHABLE: { exit: 3, http: 503, isRecoverable: true },
  NO_TELEGRAM: { exit: 3, http: 503, isRecoverable: true },
  RECORDING_INVALID: { exit: 1, http: 422 },
  IMPORT_INVALID: { exit: 1, http: 422 },
  SCENARIO_UNKNOWN: { exit: 2, http: 404 },
  HISTORY_READ: { exit: 3, http: 500 },
  HISTORY_WRITE: { exit: 3, http: 500, isRecoverable: true },
  HISTORY_NEWER: { exit: 3, http: 500 },
  FILE_READ: { exit: 3, http: 500 },
  FILE_WRITE: { exit: 3, http: 500 },
  LOCKED: { exit: 3, http: 503 },
  NOT_RUNNING: { exit: 3, http: 503 },
  FONT_MISSING: { exit: 3, http: 500 },
  FRAME_SIZE: { exit: 1, http: 422 },
  PNG_INVALID: { exit: 1, http: 422 },
  PANEL_UNKNOWN: { exit: 2, http: 404 },
  PANEL_REFUSED: { exit: 1, http: 422 },
  BUS_UNAVAILABLE: { exit: 3, http: 503, isHardwareMissing: true },
  BUS_IO: { exit: 3, http: 503, isRecoverable: true, isCrash: true },
  BUSY_TIMEOUT: { exit: 3, http: 503, isRecoverable: true, isCrash: true },
  COMMAND_FAILED: { exit: 3, http: 503, isRecoverable: true, isCrash: true },
  DISPLAY_HANGS: { exit: 3, http: 503, isRecoverable: true, isCrash: true },
  PREVIEW_REFUSED: { exit: 1, http: 503 },
  PREVIEW_LISTEN: { exit: 3, http: 503 },
  USAGE: { exit: 2, http: 400 },
  INTERNAL: { exit: 3, http: 500, isCrash: true },
} as const satisfies Readonly<Record<string, CodeTraits>>;

/** Stable name of an error, which scripts may rely on; `INTERNAL` is a defect of this program. */
export type ErrorCode = keyof typeof CODES;

/** Every code that a {@link WattframeError} can have. */
export const ERROR_CODES = Object.keys(CODES) as readonly ErrorCode[];

/** Stable name of a fault that has its place in a configuration: what a key, a value or what it names is, or a secret. */
export type PlacedFaultCode =
  | "SYNTAX"
  | "DUPLICATE_KEY"
  | "TOO_LARGE"
  | "UNKNOWN_KEY"
  | "MISSING_KEY"
  | "WRONG_TYPE"
  | "WRONG_VALUE"
  | "OUT_OF_RANGE"
  | "UNKNOWN_NAME"
  | "DUPLICATE_NAME"
  | "SECRET_MISSING"
  | "SECRET_UNSAFE"
  | "FILE_MISSING"
  | "FILE_UNUSABLE"
  | "PROGRAM_UNUSABLE"
  | "NO_EFFECT"
  | "RENAMED_KEY";

/** Stable name of what is wrong in a file that a person wrote, or the code of the error that found it. */
export type FaultCode = PlacedFaultCode | ErrorCode;

const TRAITS: Readonly<Record<ErrorCode, CodeTraits>> = CODES;

/**
 * Error that a person can act on: a stable `code`, a message that names the place (file, line and key, or topic and
 * payload), and a `hint` that says what to do.
 */
export class WattframeError extends Error {
  readonly code: ErrorCode;
  /** Remedy, one sentence; absent when the message says it all. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "WattframeError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** Exit code of a command that ends with an error. */
export function exitCodeOf(code: ErrorCode): CodeTraits["exit"] {
  return TRAITS[code].exit;
}

/** HTTP status of a response to a request that failed with an error. */
export function httpStatusOf(code: ErrorCode): CodeTraits["http"] {
  return TRAITS[code].http;
}

/** Tells whether something thrown is a {@link WattframeError} of this code. */
export function hasCode(thrown: unknown, code: ErrorCode): boolean {
  return thrown instanceof WattframeError && thrown.code === code;
}

/** Tells whether a second try may succeed without anybody's help: a device or network that failed for a moment. */
export function isRecoverable(thrown: unknown): boolean {
  return thrown instanceof WattframeError && TRAITS[thrown.code].isRecoverable === true;
}

/** Tells whether an error says that hardware is not there, which says nothing against the configuration. */
export function isHardwareMissing(thrown: unknown): boolean {
  return thrown instanceof WattframeError && TRAITS[thrown.code].isHardwareMissing === true;
}

/** Tells whether a device, the program that drives it, or this program failed at its work. */
export function isCrash(code: ErrorCode): boolean {
  return TRAITS[code].isCrash === true;
}

/** Tells whether something thrown is a defect of this program, not an error that a person can act on. */
export function isOwnDefect(thrown: unknown): boolean {
  return !(thrown instanceof WattframeError) || thrown.code === "INTERNAL";
}

/** Returns the message of anything that was thrown, without the stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : textOf(thrown);
}

/** Returns a text of anything, even of what has none. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** Error as written to a log record. */
export interface ErrorFacts {
  readonly code: ErrorCode;
  /** Message of the error. */
  readonly error: string;
  /** Remedy; absent when the message says it all. */
  readonly hint?: string;
  /** Stack, with the errors that caused it; only for a defect of this program. */
  readonly stack?: string;
}

/**
 * Returns the facts of anything that was thrown, the same in every log record: code, message and remedy of a
 * {@link WattframeError}. Anything else is a defect of this program: `INTERNAL`, with its stack.
 */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (!(thrown instanceof WattframeError)) return defectFacts(thrown);
  const { code, message, hint } = thrown;
  return { code, error: message, ...(hint !== undefined && { hint }) };
}

/** Returns the facts of a defect: `INTERNAL`, with its stack. */
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
