import { ELECTRICITY_QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import { BASE_UNITS } from "../meter/unit.ts";
import { crc16X25 } from "../meter/wire/crc.ts";
import { LLC_PUSH } from "../meter/wire/hdlc-frame.ts";

/** Form of a binary telegram. */
export interface HdlcOptions {
  /** The meter's own local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly meterClock: string;
  /** Information bytes per frame: a longer telegram goes out in segments, as some meters do. One frame when absent. */
  readonly segmentBytes?: number;
}

/** The order on the wire. @source Aidon RJ12 HAN interface v1.7A section 3.3.2.1 */
const ORDER = [
  "activePowerImportW",
  "activePowerExportW",
  "reactivePowerImportVar",
  "reactivePowerExportVar",
  "currentL1A",
  "currentL2A",
  "currentL3A",
  "voltageL1V",
  "voltageL2V",
  "voltageL3V",
  "activePowerImportL1W",
  "activePowerExportL1W",
  "reactivePowerImportL1Var",
  "reactivePowerExportL1Var",
  "activePowerImportL2W",
  "activePowerExportL2W",
  "reactivePowerImportL2Var",
  "reactivePowerExportL2Var",
  "activePowerImportL3W",
  "activePowerExportL3W",
  "reactivePowerImportL3Var",
  "reactivePowerExportL3Var",
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "reactiveEnergyImportVarh",
  "reactiveEnergyExportVarh",
  "frequencyHz",
  "activeEnergyImportT1Wh",
  "activeEnergyImportT2Wh",
  "activeEnergyImportT3Wh",
  "activeEnergyImportT4Wh",
  "activeEnergyExportT1Wh",
  "activeEnergyExportT2Wh",
  "activeEnergyExportT3Wh",
  "activeEnergyExportT4Wh",
] as const satisfies readonly Quantity[];

/** A-XDR tag, bytes and scaler. @source Aidon RJ12 HAN interface v1.7A */
const WRITTEN: Readonly<
  Record<(typeof ELECTRICITY_QUANTITIES)[number]["unit"], { tag: number; bytes: 2 | 4; scaler: number }>
> = {
  W: { tag: 0x06, bytes: 4, scaler: 0 },
  var: { tag: 0x06, bytes: 4, scaler: 0 },
  Wh: { tag: 0x06, bytes: 4, scaler: 0 },
  varh: { tag: 0x06, bytes: 4, scaler: 0 },
  A: { tag: 0x10, bytes: 2, scaler: -1 }, // signed: negative while the phase exports
  V: { tag: 0x12, bytes: 2, scaler: -1 },
  Hz: { tag: 0x12, bytes: 2, scaler: -2 },
};

const FLAG = 0x7e;
const ADDRESS = [0x41, 0x08, 0x83, 0x13]; // destination, source, control: as Aidon's
const NOTIFICATION = [0x0f, 0x40, 0x00, 0x00, 0x00, 0x00]; // data-notification, invoke id, no date-time
const CLOCK_NAME = [0x09, 6, 0, 0, 1, 0, 0, 255];

/**
 * One binary telegram (EFS) with both flags and all checks. Values that are absent give no object, so that a meter of one
 * phase has a shorter list; W, var, Wh and varh are written whole, A and V in tenths.
 * @source Swedish Branschrekommendation v1.2; Aidon RJ12 HAN interface v1.7A section 3.3.2.1
 */
export function encodeHdlc(values: Values, { meterClock, segmentBytes }: HdlcOptions): Uint8Array {
  const objects = ORDER.flatMap((quantity) => {
    const value = values[quantity];
    return value === undefined ? [] : [object(quantity, value)];
  });
  const list = [0x01, objects.length + 1, ...clock(meterClock), ...objects.flat()];
  const information = [...LLC_PUSH, ...NOTIFICATION, ...list];
  const size = segmentBytes ?? information.length;
  const frames: Uint8Array[] = [];
  for (let at = 0; at < information.length; at += size) {
    frames.push(frame(information.slice(at, at + size), at + size < information.length));
  }
  return Buffer.concat(frames);
}

function clock(meterClock: string): readonly number[] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = meterClock.split(/\D/).map(Number);
  const time = [year >>> 8, year & 0xff, month, day, 0xff, hour, minute, second, 0xff, 0x80, 0x00, 0xff];
  return [0x02, 2, ...CLOCK_NAME, 0x09, time.length, ...time];
}

function object(quantity: Quantity, value: number): readonly number[] {
  const { obis, unit } = ELECTRICITY_QUANTITIES.find(({ key }) => key === quantity) ?? { obis: "", unit: "W" };
  const { tag, bytes, scaler } = WRITTEN[unit];
  const raw = Math.round(value * 10 ** -scaler);
  const octets = Array.from({ length: bytes }, (_, i) => (raw >> (8 * (bytes - 1 - i))) & 0xff);
  const name = [0x09, 6, 1, 0, ...obis.split(".").map(Number), 255];
  return [0x02, 3, ...name, tag, ...octets, 0x02, 2, 0x0f, scaler & 0xff, 0x16, BASE_UNITS[unit].cosem];
}

function frame(information: readonly number[], isSegment: boolean): Uint8Array {
  const length = 2 + ADDRESS.length + 2 + information.length + 2;
  const format = 0xa000 | (isSegment ? 0x0800 : 0) | length;
  const header = [format >>> 8, format & 0xff, ...ADDRESS];
  const body = [...header, ...lowFirst(crc16X25(Uint8Array.from(header))), ...information];
  return Uint8Array.from([FLAG, ...body, ...lowFirst(crc16X25(Uint8Array.from(body))), FLAG]);
}

function lowFirst(check: number): readonly number[] {
  return [check & 0xff, check >>> 8];
}
