import { payloadText } from "./payload.ts";
import { mappedMeaning, mappedQuantities, mappingOf, readNumber } from "./published-number.ts";
import { SCORE } from "./score.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * One plain decimal per topic, whoever publishes it, where the configuration's mapping says what it means. It is tried
 * whatever format the configuration names.
 * @throws WattframeError `WIRE_NUMBER` or `WIRE_TOO_LARGE`
 */
export const mapping: WireFormat = {
  id: "mapping",
  accepts: (topic, _payload, options) => (mappingOf([topic], options) ? SCORE.configured : SCORE.none),
  decoder: (options) => (topic, payload) => {
    const row = mappingOf([topic], options);
    return row === undefined ? [] : [readNumber(topic, payloadText(topic, payload).trim(), mappedMeaning(row))];
  },
  quantitiesOf: (topic, options) => {
    const row = mappingOf([topic], options);
    return row === undefined ? [] : mappedQuantities(row);
  },
};
