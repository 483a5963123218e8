import { bytesOfLatin1, latin1Of } from "../bytes.ts";
import { hidden, maskJsonBytes } from "../mask-text.ts";
import type { WireDecoder } from "./decoded.ts";
import {
  fieldTable,
  isRecord,
  jsonObject,
  jsonStart,
  leavesOf,
  numberOfTopic,
  sentAt,
  valuesInFields,
} from "./json-fields.ts";
import { mappedQuantities } from "./published-number.ts";
import { SHARED_STATUS } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** Fields of a telegram; energy by phase and power factors have no quantity. */
const FIELDS = fieldTable([
  ["P", "activePowerImportW", "W"],
  ["PO", "activePowerExportW", "W"],
  ["Q", "reactivePowerImportVar", "var"],
  ["QO", "reactivePowerExportVar", "var"],
  ["I#", "currentL1A", "A"],
  ["U#", "voltageL1V", "V"],
  ["P#", "activePowerImportL1W", "W"],
  ["PO#", "activePowerExportL1W", "W"],
  ["tPI", "activeEnergyImportWh", "kWh"],
  ["tPO", "activeEnergyExportWh", "kWh"],
  ["tQI", "reactiveEnergyImportVarh", "kvarh"],
  ["tQO", "reactiveEnergyExportVarh", "kvarh"],
  ["tPIT1", "activeEnergyImportT1Wh", "kWh"],
  ["tPIT2", "activeEnergyImportT2Wh", "kWh"],
  ["tPOT1", "activeEnergyExportT1Wh", "kWh"],
  ["tPOT2", "activeEnergyExportT2Wh", "kWh"],
]);

/** Topics of one number each. */
const NUMBERS = fieldTable([
  ["meter/import/active", "activePowerImportW", "W"],
  ["meter/export/active", "activePowerExportW", "W"],
  ["meter/import/reactive", "reactivePowerImportVar", "var"],
  ["meter/export/reactive", "reactivePowerExportVar", "var"],
  ["meter/l#/current", "currentL1A", "A"],
  ["meter/l#/voltage", "voltageL1V", "V"],
  ["meter/import/l#", "activePowerImportL1W", "W"],
  ["meter/export/l#", "activePowerExportL1W", "W"],
  ["meter/import/active/accumulated", "activeEnergyImportWh", "kWh"],
  ["meter/export/active/accumulated", "activeEnergyExportWh", "kWh"],
  ["meter/import/reactive/accumulated", "reactiveEnergyImportVarh", "kvarh"],
  ["meter/export/reactive/accumulated", "reactiveEnergyExportVarh", "kvarh"],
  ["meter/import/active/accumulated/tariff1", "activeEnergyImportT1Wh", "kWh"],
  ["meter/import/active/accumulated/tariff2", "activeEnergyImportT2Wh", "kWh"],
  ["meter/export/active/accumulated/tariff1", "activeEnergyExportT1Wh", "kWh"],
  ["meter/export/active/accumulated/tariff2", "activeEnergyExportT2Wh", "kWh"],
]);

const LISTS: ReadonlySet<string> = new Set(["list1", "list2", "list3", "list4"]);
/** Topics of JSON that the Home Assistant mode shares with the names of other readers, and a key that shows whose it is. */
const SHOWN_BY = new Map([
  ["power", /"P"\s*:/],
  ["energy", /"tPI"\s*:/],
]);
const WITHOUT_VALUES = /^(?:prices|system|temperatures|realtime|dayplot|monthplot)$|^(?:meter|realtime|price)\//;
/** What stands in every message on the prefix itself: the header, or the telegram with its wrapper. */
const HEADER = /"up"\s*:\s*\d.*"(?:P|data|prices|vcc|realtime)"\s*:|"data"\s*:\s*\{[^{}]*"P"\s*:/s;
const EXTRA = /^\s*\{\s*(?:"id"\s*:\s*"[^"]*"\s*,\s*)?"(?:prices|temperatures|pr_0)"\s*:/;

/** Fields and topics that are 0 where the meter does not report them: the L2 current of an IT net, phases that are not there. */
const ZERO_WHERE_MISSING = /^(?:[IU][123]|tPI|meter\/(?:l[123]\/(?:current|voltage)|import\/active\/accumulated))$/;

/**
 * Values of amsreader (AMS2MQTT): JSON on the prefix itself (wrapped or flat), on one topic per list, or in the layout for
 * Home Assistant; or one number a topic. The lists differ in what they hold; none replaces what another said.
 * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE`, `WIRE_NUMBER`, `WIRE_UNIT` or `WIRE_TOO_LARGE`
 * @source UtilitechAS/amsreader-firmware, JsonMqttHandler.cpp, HomeAssistantMqttHandler.cpp and RawMqttHandler.cpp
 */
export const amsreader: WireFormat = {
  id: "amsreader",
  accepts: (topic, payload, { format }) => {
    if (topic !== "") return isOwnTopic(topic, payload) ? SCORE.topic : SCORE.none;
    const start = jsonStart(payload);
    return HEADER.test(start) || EXTRA.test(start) || (format !== undefined && start !== "")
      ? SCORE.certain
      : SCORE.none;
  },
  decoder: amsDecoder,
  status: SHARED_STATUS,
  quantitiesOf: (topic) => {
    const row = NUMBERS.get(topic);
    return row === undefined ? [] : mappedQuantities(row);
  },
  mask,
};

/** Masks the reader's own number, its name, which may hold it, and the meter's number. */
function mask(topic: string, payload: Uint8Array): Uint8Array | undefined {
  if (/(?:^|\/)(?:meter\/)?id$/.test(topic)) return bytesOfLatin1(hidden(latin1Of(payload)));
  const start = jsonStart(payload);
  if (!/"id"\s*:/.test(start) || !/"(?:up|prices|P)"\s*:/.test(start)) return undefined;
  return maskJsonBytes(payload, (key) => key === "id" || key === "name");
}

function isOwnTopic(topic: string, payload: Uint8Array): boolean {
  if (LISTS.has(topic) || NUMBERS.has(topic)) return true;
  return SHOWN_BY.get(topic)?.test(jsonStart(payload)) ?? WITHOUT_VALUES.test(topic);
}

/** Decoder that remembers which fields and topics have ever been other than 0: the others may be of what the meter does not have. */
function amsDecoder(options: WireOptions): WireDecoder {
  const proven = new Set<string>();
  const isMissing = ([path, value]: readonly [name: string, value: unknown]): boolean => {
    if (!ZERO_WHERE_MISSING.test(path)) return false;
    if (value !== 0) proven.add(path);
    return !proven.has(path);
  };
  return (topic, payload) => {
    const row = NUMBERS.get(topic);
    // In its smallest mode the reader publishes a number when it changes.
    if (row !== undefined) {
      const read = numberOfTopic(topic, payload, row, options);
      const [value] = Object.values(read.values);
      if (isMissing([topic, value ?? 0])) return [{ kind: "values", values: {}, whole: false, changesOnly: true }];
      return [{ ...read, changesOnly: true }];
    }
    if (topic !== "" && WITHOUT_VALUES.test(topic)) return [{ kind: "ignored" }];
    const json = jsonObject(topic, payload);
    const leaves = leavesOf(isRecord(json["data"]) ? json["data"] : json).filter((leaf) => !isMissing(leaf));
    const read = valuesInFields(topic, leaves, FIELDS, options);
    if (Object.keys(read.values).length === 0 && read.none === undefined) return [{ kind: "ignored" }];
    return [{ kind: "values", ...read, whole: true, ...sentAt(json["t"], 1_000) }];
  };
}
