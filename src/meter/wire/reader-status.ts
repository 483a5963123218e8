import { WattframeError } from "../../errors.ts";
import type { WireDecoder } from "./decoded.ts";
import { excerpt, parsedJson, payloadText } from "./payload.ts";
import { SCORE } from "./score.ts";

/** The topic on which a reader says that it is online or offline (its birth and its will), and its words for that. */
export interface ReaderStatus {
  /** Relative to the meter's prefix. */
  readonly topic: string;
  /** Payloads, the usual one first; JSON is compared without regard to blanks. */
  readonly online: readonly string[];
  readonly offline: readonly string[];
  /** `SCORE.possible` where another format has the same topic with the same words; `SCORE.topic` by default. */
  readonly score?: number;
}

/** A status is a word; JSON longer than this is none, characters. */
const MAX_JSON = 200;

/** Status of an ESPHome node, which our own reader is too. @source ESPHome, components/mqtt/__init__.py */
export const ESPHOME_STATUS = { topic: "status", online: ["online"], offline: ["offline"] } as const;

/** The same for formats beside ESPHome's own. */
export const SHARED_STATUS: ReaderStatus = { ...ESPHOME_STATUS, score: SCORE.possible };

/** Topic of an ESPHome node's log. */
export const ESPHOME_LOG = "debug";

/**
 * Decoder of a status topic.
 * @throws WattframeError `WIRE_SHAPE` when the payload is none of the words, `WIRE_TOO_LARGE`
 */
export function statusDecoder({ online, offline }: ReaderStatus): WireDecoder {
  return (topic, payload) => {
    const text = payloadText(topic, payload).trim();
    const word = withoutBlanks(text);
    if (online.includes(word)) return [{ kind: "status", online: true }];
    if (offline.includes(word)) return [{ kind: "status", online: false }];
    const [yes = "", no = ""] = [online[0], offline[0]];
    throw new WattframeError("WIRE_SHAPE", `${topic}: ${excerpt(text)} is neither ${excerpt(yes)} nor ${excerpt(no)}`, {
      hint: "Leave the reader's birth and will messages at their defaults.",
    });
  };
}

/** JSON without blanks between its parts; any other text as it is. */
function withoutBlanks(text: string): string {
  const json = text.startsWith("{") && text.length <= MAX_JSON ? parsedJson(text) : undefined;
  return json === undefined ? text : JSON.stringify(json);
}
