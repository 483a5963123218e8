import { identityIn } from "../meter-identity.ts";
import type { Quantity } from "../quantity.ts";
import type { Axdr } from "./axdr.ts";
import {
  asciiOf,
  CLOCK_CODES,
  cosemClock,
  cosemStamp,
  isDateTime,
  isScaling,
  type LogicalName,
  logicalName,
  scaledBy,
  scaledUnit,
} from "./cosem-object.ts";
import { SubMeterObjects, withSubMeters } from "./sub-meter-objects.ts";
import type { TelegramContent } from "./telegram.ts";

/** One object of a list. */
interface ListedObject extends LogicalName {
  readonly value: Axdr;
  /** Scaler and unit. */
  readonly scaling?: Axdr;
  /** Time at which it was read, where the object has one of its own. */
  readonly readAt?: Uint8Array;
}

const METER_NUMBER = "0-0:96.1.0";
const CLOCK = "0-0:1.0.0";

/**
 * Content of a list that explains itself: objects of name, value and, where it is a number, scaler and unit; each in a list of its own,
 * or one after the other. Meters may put their clock before them and their number behind them. Undefined when it is not such a
 * list, or when it has numbers and none of them a unit.
 * @param sentAt the notification's own date-time; empty where it has none
 * @param timeZone of the meter, for times of sub-meters in a telegram without its own
 * @source Swedish Branschrekommendation v1.2; EVN and Salzburg Netz, customer interface (lists one after the other, and both forms)
 */
export function readObjectList(
  items: readonly Axdr[],
  sentAt: Uint8Array,
  timeZone?: string,
): TelegramContent | undefined {
  const objects = objectsIn(items);
  if (objects === undefined) return undefined;
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, number> = {};
  const subMeters = new SubMeterObjects();
  let clock: Uint8Array | undefined;
  let lacksUnits = false;
  for (const object of objects) {
    const { code, row, value, scaling } = object;
    const scaled = row && values[row.key] === undefined ? scaledBy(scaling, value, row.unit) : undefined;
    if (row && scaled !== undefined) values[row.key] = scaled;
    else if (!CLOCK_CODES.has(code) || value.kind !== "octets") unknown.push(code);
    else if (cosemClock(value.bytes) !== undefined) clock ??= value.bytes;
    addToSubMeters(subMeters, object);
    Object.assign(identity, identityIn(code, asciiOf(value)));
    lacksUnits ||= row !== undefined && value.kind === "integer" && scaling === undefined;
  }
  const isUnexplained = lacksUnits || items.every(({ kind }) => kind !== "list");
  if (isUnexplained && Object.keys(values).length === 0) return undefined;
  const meterClock = clock && cosemClock(clock);
  const content = { values, identity, unknown, ...(meterClock !== undefined && { meterClock }) };
  return withSubMeters(content, subMeters.read(cosemStamp(clock ?? sentAt), timeZone));
}

/** The objects of a list; undefined when it holds anything else. */
function objectsIn(items: readonly Axdr[]): readonly ListedObject[] | undefined {
  const objects: ListedObject[] = [];
  for (let at = 0; at < items.length; ) {
    const [item, value] = [items[at], items[at + 1]];
    const isNamed = logicalName(item) !== undefined && value !== undefined;
    const count = isNamed ? (isScaling(items[at + 2]) ? 3 : 2) : 1;
    const object = isNamed
      ? objectOf(items.slice(at, at + count))
      : item?.kind === "list"
        ? objectOf(item.items)
        : unnamed(item, at === 0, at === items.length - 1);
    if (object === undefined) return undefined;
    objects.push(object);
    at += count;
  }
  return objects;
}

/** Name, value and what else belongs to them; undefined for anything else. */
function objectOf([key, value, ...more]: readonly Axdr[]): ListedObject | undefined {
  const name = logicalName(key);
  if (name === undefined || more.length > 2) return undefined;
  const scaling = more.find(isScaling);
  const readAt = more.find(isDateTime)?.bytes;
  return { ...name, value: value ?? { kind: "null" }, ...(scaling && { scaling }), ...(readAt && { readAt }) };
}

/** What meters put before the first object, their clock, and behind the last, their number. */
function unnamed(item: Axdr | undefined, isFirst: boolean, isLast: boolean): ListedObject | undefined {
  if (isFirst && isDateTime(item)) return { code: CLOCK, row: undefined, value: item };
  return isLast && !isFirst && item?.kind === "octets"
    ? { code: METER_NUMBER, row: undefined, value: item }
    : undefined;
}

function addToSubMeters(subMeters: SubMeterObjects, { code, value, scaling, readAt }: ListedObject): void {
  if (value.kind !== "integer") return;
  subMeters.add(code, value.value, scaledUnit(scaling), readAt && cosemStamp(readAt));
}
