import type { ErrorCode } from "../errors.ts";

/** The question is wrong, names what is not there, holds what cannot be used, or is right and cannot be answered (now). */
type HttpStatus = 400 | 404 | 422 | 500 | 503;

const STATUS: Readonly<Record<ErrorCode, HttpStatus>> = {
  CONFIG_INVALID: 422,
  LAYOUT_INVALID: 422,
  LAYOUT_UNKNOWN: 404,
  LAYOUT_OVERFLOW: 422,
  WIRE_NUMBER: 422,
  WIRE_JSON: 422,
  WIRE_SHAPE: 422,
  WIRE_UNIT: 422,
  WIRE_TOO_LARGE: 422,
  CRC_MISMATCH: 422,
  NO_CRC: 422,
  HCS_MISMATCH: 422,
  FCS_MISMATCH: 422,
  TRUNCATED: 422,
  UNSUPPORTED: 422,
  MALFORMED: 422,
  BROKER_UNREACHABLE: 503,
  BROKER_REFUSED: 503,
  BROKER_LISTEN: 503,
  NO_TELEGRAM: 503,
  RECORDING_INVALID: 422,
  SCENARIO_UNKNOWN: 404,
  FILE_READ: 500,
  FILE_WRITE: 500,
  LOCKED: 503,
  FONT_MISSING: 500,
  FRAME_SIZE: 422,
  PNG_INVALID: 422,
  PANEL_UNKNOWN: 404,
  PANEL_REFUSED: 422,
  BUS_UNAVAILABLE: 503,
  BUS_IO: 503,
  BUSY_TIMEOUT: 503,
  COMMAND_FAILED: 503,
  PREVIEW_REFUSED: 503,
  PREVIEW_LISTEN: 503,
  USAGE: 400,
  INTERNAL: 500,
};

/** The HTTP status that an error is answered with. */
export function httpStatusOf(code: ErrorCode): HttpStatus {
  return STATUS[code];
}
