import { identityIn, type MeterIdentity } from "../meter-identity.ts";
import type { Quantity } from "../quantity.ts";
import { CHANNELS, type Medium, subMeterQuantity } from "../sub-meter.ts";
import { unitSpelt } from "../unit.ts";
import { numberIn } from "./decimal.ts";
import { isRecord } from "./json-fields.ts";
import { isMeterClock, type Stamp } from "./meter-clock.ts";
import { instantOf, stampOf } from "./sub-meter-objects.ts";

/** Kinds of meters that the device reads beside its own. */
const MEDIA: ReadonlyMap<unknown, Medium> = new Map<unknown, Medium>([
  ["gas_meter", "gas"],
  ["water_meter", "water"],
  ["warm_water_meter", "hotWater"],
  ["heat_meter", "heat"],
  ["inlet_heat_meter", "heat"],
]);

/** Values of other meters, how long before the measurement or when they were read, and which meters they are. */
export interface ExternalValues {
  readonly values: { readonly [Q in Quantity]?: number };
  readonly ageMsOf: { readonly [Q in Quantity]?: number };
  readonly atMsOf: { readonly [Q in Quantity]?: number };
  readonly identity: MeterIdentity;
}

/**
 * The other meters of a measurement: its list `external`, else the gas meter that old firmware has among the fields. Those of one kind
 * are numbered in their order.
 * @param timeZone of the meter, for times where the measurement has none of its own
 * @source HomeWizard, local API, v1 and v2, "External devices"
 */
export function externalValues(json: Readonly<Record<string, unknown>>, timeZone?: string): ExternalValues {
  const values: { [Q in Quantity]?: number } = {};
  const ageMsOf: { [Q in Quantity]?: number } = {};
  const atMsOf: { [Q in Quantity]?: number } = {};
  const identity: Record<string, number> = {};
  const sentAt = timeIn(json["timestamp"]);
  for (const meter of externalsIn(json)) {
    const medium = MEDIA.get(meter["type"]);
    const rows = CHANNELS.map((channel) => medium && subMeterQuantity(medium, channel));
    const row = rows.find((each) => each !== undefined && values[each.key] === undefined);
    const unit = unitSpelt(String(meter["unit"]));
    const { value, unique_id: number } = meter;
    if (row === undefined || unit?.base !== row.unit || typeof value !== "number" || !Number.isFinite(value)) continue;
    values[row.key] = numberIn(unit, value);
    const readAt = timeIn(meter["timestamp"]);
    if (readAt && sentAt) ageMsOf[row.key] = Math.max(0, sentAt.localMs - readAt.localMs);
    else if (readAt && timeZone !== undefined) atMsOf[row.key] = instantOf(readAt, timeZone);
    if (typeof number === "string")
      Object.assign(identity, identityIn(`${row.medium}@0-${row.channel}:96.1.0`, number));
  }
  return { values, ageMsOf, atMsOf, identity };
}

function externalsIn(json: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const { external, total_gas_m3: gas } = json;
  if (Array.isArray(external)) return external.filter(isRecord);
  const { gas_timestamp: timestamp, gas_unique_id: unique_id } = json;
  return gas === undefined ? [] : [{ type: "gas_meter", unit: "m3", value: gas, timestamp, unique_id }];
}

/** A local time: a text of the second interface, a number `YYMMDDhhmmss` of the first. */
function timeIn(time: unknown): Stamp | undefined {
  if (typeof time === "number") return stampOf(String(time).padStart(12, "0"));
  return typeof time === "string" && isMeterClock(time) ? { localMs: Date.parse(`${time}Z`) } : undefined;
}
