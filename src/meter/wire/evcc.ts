import { fieldTable, numberOfTopic } from "./json-fields.ts";
import { mappedQuantities } from "./published-number.ts";
import { SHARED_STATUS } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** Values of the grid meter. */
const GRID = fieldTable([
  ["power", "activePowerImportW", "W", "signed"],
  ["energy", "activeEnergyImportWh", "kWh"],
  ["powers/#", "activePowerImportL1W", "W", "signed"],
  ["currents/#", "currentL1A", "A"],
]);

const BELOW_ROOT = "site/grid/";
const BELOW_SITE = "grid/";
const WITHOUT_VALUES = /^(?:site|loadpoints|vehicles)(?:\/|$)/;

/**
 * Values of the grid meter that evcc publishes: one number a topic, power signed.
 * @throws WattframeError `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source evcc documentation, MQTT API; evcc-io/evcc, server/mqtt.go
 */
export const evcc: WireFormat = {
  id: "evcc",
  accepts: (topic, _payload, options) => {
    if (fieldOf(topic, options) !== undefined || WITHOUT_VALUES.test(topic)) return SCORE.topic;
    return options.format === "evcc" ? SCORE.possible : SCORE.none;
  },
  decoder: (options) => (topic, payload) => {
    const field = fieldOf(topic, options);
    return [field === undefined ? { kind: "ignored" } : numberOfTopic(topic, payload, field, options)];
  },
  status: SHARED_STATUS,
  quantitiesOf: (topic, options) => {
    const field = fieldOf(topic, options);
    return field === undefined ? [] : mappedQuantities(field);
  },
};

/** Meaning of a topic below evcc's root; below its site or its grid where prefix or configuration say that it is evcc's. */
function fieldOf(topic: string, { format, prefix = "" }: WireOptions) {
  if (topic.startsWith(BELOW_ROOT)) return GRID.get(topic.slice(BELOW_ROOT.length));
  const isNamed = format === "evcc";
  if (topic.startsWith(BELOW_SITE) && (isNamed || prefix.endsWith("/site")))
    return GRID.get(topic.slice(BELOW_SITE.length));
  return isNamed ? GRID.get(topic) : undefined;
}
