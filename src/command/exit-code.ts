import type { ErrorCode } from "../errors.ts";

/** What the input is to blame for is 1, what the caller typed is 2, what broke is 3; the program itself may be what broke. */
const EXIT_CODES: Readonly<Record<ErrorCode, 1 | 2 | 3>> = {
  CONFIG_INVALID: 1,
  LAYOUT_INVALID: 1,
  LAYOUT_UNKNOWN: 2,
  LAYOUT_OVERFLOW: 1,
  WIRE_NUMBER: 1,
  WIRE_JSON: 1,
  WIRE_SHAPE: 1,
  WIRE_UNIT: 1,
  WIRE_TOO_LARGE: 1,
  CRC_MISMATCH: 1,
  NO_CRC: 1,
  HCS_MISMATCH: 1,
  FCS_MISMATCH: 1,
  TRUNCATED: 1,
  UNSUPPORTED: 1,
  MALFORMED: 1,
  BROKER_UNREACHABLE: 3,
  BROKER_REFUSED: 3,
  BROKER_LISTEN: 3,
  NO_TELEGRAM: 3,
  RECORDING_INVALID: 1,
  SCENARIO_UNKNOWN: 2,
  FILE_READ: 3,
  FILE_WRITE: 3,
  LOCKED: 3,
  FONT_MISSING: 3,
  FRAME_SIZE: 1,
  PNG_INVALID: 1,
  PANEL_UNKNOWN: 2,
  PANEL_REFUSED: 1,
  BUS_UNAVAILABLE: 3,
  BUS_IO: 3,
  BUSY_TIMEOUT: 3,
  COMMAND_FAILED: 3,
  PREVIEW_REFUSED: 1,
  PREVIEW_LISTEN: 3,
  USAGE: 2,
  INTERNAL: 3,
};

/** The exit code that an error ends a command with. */
export function exitCodeOf(code: ErrorCode): 1 | 2 | 3 {
  return EXIT_CODES[code];
}
