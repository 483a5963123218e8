import type { Message } from "../meter/message.ts";
import { QUANTITY, type Quantity } from "../meter/quantity.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import { isSameUnit, UNIT_NAMES, UNITS, unitSpelt } from "../meter/unit.ts";
import { type DiscoveredSensor, discoveredSensors, fieldOfTemplate } from "../meter/wire/discovery.ts";
import { fieldName } from "../meter/wire/json-fields.ts";
import type { WireMapping } from "../meter/wire/wire-format.ts";

/** Device whose discovery messages announce sensors of a meter. */
export interface AnnouncedMeter {
  readonly prefix: string;
  readonly sure: number;
  readonly mapping: Readonly<Record<string, WireMapping>>;
}

/** A sensor with what its name and unit tell. */
interface Meant extends WireMapping {
  readonly topic: string;
  /** Path of the field in JSON; empty where the payload is the number. */
  readonly field: string;
}

const MAX_SENSORS = 5_000;
const SURE = 0.5;
/** The same where a name tells of something else than the grid. */
const SURE_OF_OTHERS = 0.2;
const NOT_GRID = /solar|(?:^|[^a-z])pv|inverter|yield|batter|charg|heat|pump|plug|lamp|light|wash|fridge|\bac\b/i;

const EXPORT = /export|return|produc|feed|inject|deliver(?:ed|y)? to|minus|surplus|sold/i;
const IMPORT = /import|consum|deliver|from.?grid|plus|purchas|bought|total.?in\b/i;
const TARIFF = /t(?:ariff)?[ _-]?[1-4](?![0-9])/i;
const PHASE = /(?:phase|(?:^|[^a-z])l|(?:^|[^a-z])p)[ _-]?([123abc])(?![a-z0-9])/i;

/**
 * The meters that discovery messages announce below none of the prefixes that are known: sensors of power, energy, current and
 * voltage with their unit, by what their names tell of direction and phase.
 */
export function announcedMeters(
  announcements: readonly Pick<Message, "topic" | "payload">[],
  knownPrefixes: readonly string[],
): readonly AnnouncedMeter[] {
  const devices = new Map<string, DiscoveredSensor[]>();
  const sensors = announcements.flatMap(({ topic, payload }) => discoveredSensors(topic, payload));
  for (const sensor of sensors.slice(0, MAX_SENSORS)) {
    const { stateTopic, device = stateTopic } = sensor;
    const isKnown = knownPrefixes.some((prefix) => isAtOrBelow(prefix, stateTopic));
    if (!isKnown) devices.set(device, [...(devices.get(device) ?? []), sensor]);
  }
  return [...devices.values()].flatMap((each) => meterOf(each) ?? []);
}

function meterOf(sensors: readonly DiscoveredSensor[]): AnnouncedMeter | undefined {
  const meant = new Map<Quantity, Meant>();
  for (const sensor of sensors) {
    const one = meaningOf(sensor);
    if (one !== undefined && !meant.has(one.quantity)) meant.set(one.quantity, one);
  }
  const rows = [...meant.values()];
  if (!rows.some(({ quantity }) => quantity.startsWith("active"))) return undefined;
  const prefix = prefixOf(rows);
  if (prefix === "") return undefined;
  const mapping = Object.fromEntries(
    rows.map(({ topic, field, ...meaning }) => [nameBelow(prefix, topic, field), meaning] as const),
  );
  const isOther = sensors.some((sensor) => NOT_GRID.test(labelOf(sensor)));
  return { prefix, sure: isOther ? SURE_OF_OTHERS : SURE, mapping };
}

function labelOf({ name = "", stateTopic, template = "" }: DiscoveredSensor): string {
  return `${name} ${stateTopic.split("/").slice(-2).join(" ")} ${template.replaceAll(/value_json|[{}]/g, " ")}`;
}

function meaningOf(sensor: DiscoveredSensor): Meant | undefined {
  const field = fieldOfTemplate(sensor.template);
  const unit = sensor.unit === undefined ? undefined : unitSpelt(sensor.unit);
  const label = labelOf(sensor);
  const quantity = quantityOf(sensor.deviceClass, label);
  if (field === undefined || unit === undefined || quantity === undefined) return undefined;
  if (QUANTITY.get(quantity)?.unit !== unit.base) return undefined;
  const name = UNIT_NAMES.find((each) => isSameUnit(UNITS[each], unit));
  if (name === undefined) return undefined;
  const isSigned = sensor.deviceClass === "power" && !EXPORT.test(label) && !IMPORT.test(label);
  return { topic: sensor.stateTopic, field, quantity, unit: name, ...(isSigned && { signed: true }) };
}

/** Quantity by Home Assistant's kind of sensor and its name; of energy by tariff or phase none. */
function quantityOf(deviceClass: string | undefined, label: string): Quantity | undefined {
  const [, letter = ""] = PHASE.exec(label) ?? [];
  const phase = letter === "" ? "" : `L${"123".includes(letter) ? letter : "abc".indexOf(letter.toLowerCase()) + 1}`;
  const direction = EXPORT.test(label) ? "Export" : "Import";
  const key = {
    power: `activePower${direction}${phase}W`,
    energy: TARIFF.test(label) || phase !== "" ? "" : `activeEnergy${direction}Wh`,
    current: `current${phase || "L1"}A`,
    voltage: `voltage${phase || "L1"}V`,
    frequency: "frequencyHz",
  }[deviceClass ?? ""];
  return QUANTITY.get(key ?? "")?.key;
}

/** The levels that all topics begin with; of one topic that is not JSON, the level above. */
function prefixOf(rows: readonly Meant[]): string {
  const topics = [...new Set(rows.map(({ topic }) => topic))].map((topic) => topic.split("/"));
  const [first = [], ...rest] = topics;
  const end = first.findIndex((level, i) => rest.some((levels) => levels[i] !== level));
  return first.slice(0, end === -1 ? first.length : end).join("/");
}

/** Name in the mapping of a meter with a prefix. */
function nameBelow(prefix: string, topic: string, field: string): string {
  const relative = topic.slice(prefix.length + 1);
  return field === "" ? relative : fieldName(relative, field);
}
