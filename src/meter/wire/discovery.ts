import { MAX_TEXT_BYTES, parsedJson } from "./payload.ts";

/** Beginning of all topics of Home Assistant's own, as it is unless a user changes it. */
export const DISCOVERY_PREFIX = "homeassistant/";

/** Topic on which Home Assistant announces its start; it and others then publish states again. */
export const HOME_ASSISTANT_STATUS = "homeassistant/status";

/**
 * MQTT filters of the discovery messages of sensors, with Home Assistant's usual prefix.
 * @source Home Assistant, MQTT documentation, "MQTT discovery"
 */
export const DISCOVERY_FILTERS = [
  "homeassistant/sensor/+/config",
  "homeassistant/sensor/+/+/config",
  "homeassistant/device/+/config",
  "homeassistant/device/+/+/config",
] as const;

/** One sensor as its reader announces it. */
export interface DiscoveredSensor {
  /** Whole topic on which its state is published. */
  readonly stateTopic: string;
  /** Unit of its value as written, such as `kW`; of the payload itself only where there is no template. */
  readonly unit?: string;
  /** Home Assistant's kind of sensor: `power`, `energy`, `current`, `voltage`, … */
  readonly deviceClass?: string;
  /** Jinja template that makes the value of the payload. */
  readonly template?: string;
  /** Name of the sensor. */
  readonly name?: string;
  /** Identifier or name of the device that it is of. */
  readonly device?: string;
}

/** Templates that leave a number as it is: the payload, or a field of its JSON. */
const PLAIN_TEMPLATE =
  /^\{\{\s*value(?:_json((?:\.\w{1,60}|\[(?:'[^']{1,60}'|"[^"]{1,60}"|\d{1,3})\]){1,4}))?\s*(?:\|\s*(?:float|int|round|is_defined)\s*(?:\(\s*\d*\s*\))?\s*){0,6}\}\}$/;

const TOPIC = /^homeassistant\/(sensor|device)\/(?:[^/]+\/)?[^/]+\/config$/;
const MAX_SENSORS = 500; // of one message: a device of two hundred is large

type Fields = Readonly<Record<string, unknown>>;

/** Long names of the keys that are read; both forms are in use, also mixed. @source Home Assistant, mqtt/abbreviations.py */
const LONG = {
  components: "cmps",
  platform: "p",
  state_topic: "stat_t",
  unit_of_measurement: "unit_of_meas",
  device_class: "dev_cla",
  value_template: "val_tpl",
  device: "dev",
  identifiers: "ids",
} as const;

/** Returns whether a topic carries discovery messages of sensors. */
export function isDiscoveryTopic(topic: string): boolean {
  return TOPIC.test(topic);
}

/**
 * The sensors that one discovery message announces: a sensor of its own, or the components of a device. Empty for a
 * message that removes, for other platforms, and for anything other than a discovery message; nothing is thrown.
 */
export function discoveredSensors(topic: string, payload: Uint8Array): readonly DiscoveredSensor[] {
  const form = TOPIC.exec(topic)?.[1];
  if (form === undefined || payload.length > MAX_TEXT_BYTES) return [];
  const root = fieldsOf(parsedJson(new TextDecoder().decode(payload)));
  if (form === "sensor") return sensorOf(root, root);
  return Object.values(fieldsOf(fieldOf(root, "components")))
    .slice(0, MAX_SENSORS)
    .map(fieldsOf)
    .filter((component) => fieldOf(component, "platform") === "sensor")
    .flatMap((component) => sensorOf(component, root));
}

/** A sensor of its own fields and, for the topic, those of its device. */
function sensorOf(component: Fields, root: Fields): DiscoveredSensor[] {
  const text = (key: keyof typeof LONG) => textOf(fieldOf(component, key));
  const topic = text("state_topic") ?? textOf(fieldOf(root, "state_topic"));
  if (topic === undefined) return [];
  const name = textOf(component["name"]);
  const device = deviceOf(fieldsOf(fieldOf(component, "device") ?? fieldOf(root, "device")));
  const [unit, deviceClass, template] = [text("unit_of_measurement"), text("device_class"), text("value_template")];
  return [
    {
      stateTopic: expanded(topic, textOf(component["~"]) ?? textOf(root["~"])),
      ...(unit !== undefined && { unit }),
      ...(deviceClass !== undefined && { deviceClass }),
      ...(template !== undefined && { template }),
      ...(name !== undefined && { name }),
      ...(device !== undefined && { device }),
    },
  ];
}

/** First identifier of a device, or its name. */
function deviceOf(device: Fields): string | undefined {
  const ids = fieldOf(device, "identifiers");
  return textOf(Array.isArray(ids) ? ids[0] : ids) ?? textOf(device["name"]);
}

/** A topic with the base topic in the place of a tilde at its beginning or end. */
function expanded(topic: string, base: string | undefined): string {
  if (base === undefined) return topic;
  if (topic.startsWith("~")) return base + topic.slice(1);
  return topic.endsWith("~") ? topic.slice(0, -1) + base : topic;
}

/**
 * Path of the field of a JSON payload that a template takes, levels separated by slashes; empty for the payload itself, as without
 * a template. Undefined for a template that makes another value of it, or cannot be understood.
 */
export function fieldOfTemplate(template: string | undefined): string | undefined {
  if (template === undefined) return "";
  const taken = PLAIN_TEMPLATE.exec(template.trim());
  if (taken === null) return undefined;
  return (taken[1] ?? "")
    .replaceAll(/['"\]]/g, "")
    .replaceAll(/[.[]/g, "/")
    .slice(1);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

const fieldOf = (fields: Fields, key: keyof typeof LONG): unknown => fields[key] ?? fields[LONG[key]];

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
