import { QUANTITY, QUANTITY_BY_OBIS, type Quantity } from "../meter/quantity.ts";
import { isSameUnit, UNIT_NAMES, UNITS, type UnitName, unitSpelt } from "../meter/unit.ts";
import { type DiscoveredSensor, fieldOfTemplate } from "../meter/wire/discovery.ts";
import { fieldName } from "../meter/wire/json-fields.ts";
import type { WireMapping } from "../meter/wire/wire-format.ts";
import { type Direction, type SensorWords, wordsIn } from "./sensor-words.ts";

/** Sensor whose name does not tell what it is, with what it may be. */
export interface ProposedSensor {
  /** Name in the mapping. */
  readonly name: string;
  /** What the sensor is called, for a person. */
  readonly label: string;
  readonly unit: UnitName;
  /** The likeliest first. */
  readonly quantities: readonly Quantity[];
}

/** Device whose discovery messages announce sensors of a meter. */
export interface AnnouncedMeter {
  readonly prefix: string;
  readonly sure: number;
  readonly mapping: Readonly<Record<string, WireMapping>>;
  /** Sensors that a person has to map. */
  readonly proposed: readonly ProposedSensor[];
}

/** A sensor with what its kind, unit and name tell. */
interface Told {
  readonly topic: string;
  /** Path of the field in JSON; empty where the payload is the number. */
  readonly field: string;
  readonly label: string;
  readonly unit: UnitName;
  readonly kind: Kind;
  readonly words: SensorWords;
}

const MAX_SENSORS = 5_000;
const MAX_LABEL = 60;
const SURE = 0.5;
/** The same where a name tells of something else than the grid, or the names do not tell enough. */
const SURE_OF_OTHERS = 0.2;
const SENSOR_STATE = /^(.+)\/sensor\/([^/]+)\/state$/;

/** Kinds of sensors with the quantity of a name's words; undefined where they name none. */
const KINDS = {
  power: ({ phase = "" }, way) => `activePower${way}${phase}W`,
  reactive_power: ({ phase = "" }, way) => `reactivePower${way}${phase}Var`,
  energy: ({ phase, tariff = "" }, way) => (phase ? undefined : `activeEnergy${way}${tariff}Wh`),
  reactive_energy: ({ phase, tariff }, way) => (phase || tariff ? undefined : `reactiveEnergy${way}Varh`),
  current: ({ number = "L1", phase = number }) => `current${phase}A`,
  voltage: ({ number = "L1", phase = number }) => `voltage${phase}V`,
  frequency: () => "frequencyHz",
  gas: () => "gasVolumeC1M3",
  water: () => "waterVolumeC1M3",
} as const satisfies Readonly<Record<string, (words: SensorWords, way: Direction) => string | undefined>>;
type Kind = keyof typeof KINDS;

/** The meters that discovery messages announce: sensors of one device, by what kind, unit and name tell. */
export function announcedMeters(sensors: readonly DiscoveredSensor[]): readonly AnnouncedMeter[] {
  const devices = new Map<string, DiscoveredSensor[]>();
  for (const sensor of sensors.slice(0, MAX_SENSORS)) {
    const { stateTopic, device = stateTopic } = sensor;
    devices.set(device, [...(devices.get(device) ?? []), sensor]);
  }
  return [...devices.values()].flatMap((each) => meterOf(each) ?? []);
}

/**
 * What sensors below a prefix may be whose numbers nothing reads: a person decides. Fields of JSON are left out: a sender has many more of
 * them than a meter has counters. @param known quantities that are read already
 */
export function proposedSensors(
  sensors: readonly DiscoveredSensor[],
  prefix: string,
  known: readonly Quantity[],
): readonly ProposedSensor[] {
  const told = sensors.slice(0, MAX_SENSORS).flatMap((sensor) => toldBy(sensor) ?? []);
  return told
    .filter(({ field }) => field === "")
    .flatMap((one) => {
      const quantities = candidatesOf(one).filter((quantity) => !known.includes(quantity));
      return quantities.length === 0 || one.words.isOther ? [] : [proposal(one, prefix, quantities)];
    });
}

function meterOf(sensors: readonly DiscoveredSensor[]): AnnouncedMeter | undefined {
  const told = sensors.flatMap((sensor) => toldBy(sensor) ?? []);
  const meant = new Map<Quantity, Told & { readonly signed: boolean }>();
  const open: Told[] = [];
  for (const one of told) {
    const meaning = meaningOf(one, told);
    if (meaning === undefined) open.push(one);
    else if (!meant.has(meaning.quantity)) meant.set(meaning.quantity, { ...one, signed: meaning.signed });
  }
  if (!told.some((one) => candidatesOf(one).some((quantity) => quantity.startsWith("active")))) return undefined;
  const prefix = prefixOf(told);
  if (prefix === "") return undefined;
  const mapping = Object.fromEntries(
    [...meant].map(([quantity, { signed, unit, ...one }]): [string, WireMapping] => [
      nameBelow(prefix, one),
      { quantity, unit, ...(signed && { signed }) },
    ]),
  );
  const proposed = open.map((one) => proposal(one, prefix, candidatesOf(one)));
  const isSure = [...meant.keys()].some((quantity) => quantity.startsWith("active"));
  const isOther = sensors.some((sensor) => wordsIn(labelOf(sensor)).isOther);
  return { prefix, sure: isSure && !isOther ? SURE : SURE_OF_OTHERS, mapping, proposed };
}

function labelOf({ name = "", stateTopic, template = "" }: DiscoveredSensor): string {
  return `${name} ${stateTopic.split("/").slice(-2).join(" ")} ${template.replaceAll(/value_json|[{}]/g, " ")}`;
}

function toldBy(sensor: DiscoveredSensor): Told | undefined {
  const { stateTopic: topic, deviceClass = "", name } = sensor;
  const field = fieldOfTemplate(sensor.template);
  const scaled = sensor.unit === undefined ? undefined : unitSpelt(sensor.unit);
  const unit = scaled && UNIT_NAMES.find((each) => isSameUnit(UNITS[each], scaled));
  if (field === undefined || unit === undefined || !isKind(deviceClass)) return undefined;
  const label = (name ?? topic).replaceAll(/[^\p{L}\p{N} ./_-]/gu, " ").slice(0, MAX_LABEL);
  const one = { topic, field, label, unit, kind: deviceClass, words: wordsIn(labelOf(sensor), name) };
  return candidatesOf(one).length === 0 ? undefined : one;
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text);
}

/** Everything that a sensor may be by its code, or by its kind, unit, phase and tariff; in the direction that its name tells, else in both. */
function candidatesOf({ kind, unit, words }: Pick<Told, "kind" | "unit" | "words">): readonly Quantity[] {
  const coded = QUANTITY_BY_OBIS.get(words.obis ?? "");
  if (coded?.unit === UNITS[unit].base) return [coded.key];
  const ways: readonly Direction[] = words.direction ? [words.direction] : ["Import", "Export"];
  const keys = new Set(ways.map((way) => KINDS[kind](words, way)));
  const rows = [...keys].flatMap((key) => QUANTITY.get(key ?? "") ?? []);
  return rows.filter((row) => row.unit === UNITS[unit].base).map(({ key }) => key);
}

/**
 * What a sensor is for certain; undefined where its name does not tell the direction and the others leave both. The only power without
 * a direction is signed, beside one that goes out it is the other way; the only energy without is what came in.
 */
function meaningOf(
  one: Told,
  all: readonly Told[],
): { readonly quantity: Quantity; readonly signed: boolean } | undefined {
  const [quantity, other] = candidatesOf(one);
  if (quantity === undefined) return undefined;
  if (other === undefined) return { quantity, signed: false };
  const alike = all.filter(
    (each) => each !== one && candidatesOf(each).some((key) => key === quantity || key === other),
  );
  if (alike.some((each) => each.words.direction !== "Export")) return undefined;
  return { quantity, signed: one.kind.endsWith("power") && alike.length === 0 };
}

function proposal(one: Told, prefix: string, quantities: readonly Quantity[]): ProposedSensor {
  return { name: nameBelow(prefix, one), label: one.label, unit: one.unit, quantities };
}

/** The levels that all topics begin with, of sensors of one ESPHome node those above `sensor`; of one topic that is not JSON, the level above. */
function prefixOf(rows: readonly Told[]): string {
  const nodes = new Set(rows.map(({ topic, field }) => (field === "" ? SENSOR_STATE.exec(topic)?.[1] : undefined)));
  const [node] = nodes;
  if (nodes.size === 1 && node !== undefined) return node;
  const topics = [...new Set(rows.map(({ topic }) => topic))].map((topic) => topic.split("/"));
  const [first = [], ...rest] = topics;
  const end = first.findIndex((level, i) => rest.some((levels) => levels[i] !== level));
  return first.slice(0, end === -1 ? first.length : end).join("/");
}

/** Name in the mapping of a meter with a prefix; of an ESPHome sensor its object id. */
function nameBelow(prefix: string, { topic, field }: Pick<Told, "topic" | "field">): string {
  const [, node, objectId] = SENSOR_STATE.exec(topic) ?? [];
  if (node === prefix && field === "" && objectId !== undefined) return objectId;
  const relative = topic.slice(prefix.length + 1);
  return field === "" ? relative : fieldName(relative, field);
}
