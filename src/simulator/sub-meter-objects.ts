import { deviceTypeOf, SUB_METER_QUANTITIES } from "../meter/sub-meter.ts";
import type { SimValues } from "./simulate.ts";

/** One object of a telegram: its code, and the texts between its parentheses. */
export interface SubMeterObject {
  readonly code: string;
  readonly groups: readonly string[];
}

/**
 * Objects of the gas and water meters on an electricity meter's channels: the device type of each, and what it read with
 * the time of that.
 * @source DSMR 5.0.2 section 6.12
 */
export function subMeterObjects({ atMs, meterClock, values, instants }: SimValues): SubMeterObject[] {
  return SUB_METER_QUANTITIES.flatMap(({ key, obis, channel, medium }) => {
    const value = values[key];
    if (value === undefined) return [];
    const clock = new Date(Date.parse(`${meterClock}Z`) - (atMs - (instants?.[key] ?? atMs))).toISOString();
    const stamp = `${clock.slice(2, 19).replaceAll(/\D/g, "")}W`;
    const amount = `${value.toFixed(3).padStart(9, "0")}*m3`;
    return [
      { code: `0-${channel}:24.1.0`, groups: [String(deviceTypeOf(medium)).padStart(3, "0")] },
      { code: `0-${channel}:${obis}`, groups: [stamp, amount] },
    ];
  });
}
