import { ELECTRICITY_QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import { TARIFFS } from "../meter/tariffs.ts";
import { BASE_UNITS } from "../meter/unit.ts";

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
  ...TARIFFS.activeEnergyImportWh,
  ...TARIFFS.activeEnergyExportWh,
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

const NOTIFICATION = [0x0f, 0x40, 0x00, 0x00, 0x00, 0x00]; // data-notification, invoke id, no date-time
const CLOCK_NAME = [0x09, 6, 0, 0, 1, 0, 0, 255];

/**
 * One binary telegram without the frames of its line. Values that are absent give no object, so that a meter of one phase
 * has a shorter list; W, var, Wh and varh are written whole, A and V in tenths.
 * @param meterClock the meter's own local time, `YYYY-MM-DDTHH:MM:SS`
 * @source Swedish Branschrekommendation v1.2; Aidon RJ12 HAN interface v1.7A section 3.3.2.1
 */
export function encodeNotification(values: Values, meterClock: string): Uint8Array {
  const objects = ORDER.flatMap((quantity) => {
    const value = values[quantity];
    return value === undefined ? [] : [object(quantity, value)];
  });
  return Uint8Array.from([...NOTIFICATION, 0x01, objects.length + 1, ...clock(meterClock), ...objects.flat()]);
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
