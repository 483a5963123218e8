import { rawDecoder, rawFormatOf } from "./raw-telegrams.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * ASCII telegrams (P1, H1, EFS2) on `raw`, as our reader publishes them for support and dsmr-reader on `dsmr/raw`.
 * @source IEC 62056-21 mode D; DSMR 5.0.2; Swedish Branschrekommendation v2.0
 */
export const p1Ascii: WireFormat = {
  id: "p1-ascii",
  accepts: (topic, payload) => rawFormatOf(topic, payload) === "p1-ascii",
  decoder: rawDecoder,
};
