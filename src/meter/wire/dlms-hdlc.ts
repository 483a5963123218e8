import { rawDecoder, rawFormatOf } from "./raw-telegrams.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * Binary telegrams (HDLC frames with DLMS data notifications, Aidon's EFS among them) on `raw`.
 * @source IEC 62056-46; IEC 62056-5-3; Swedish Branschrekommendation v1.2
 */
export const dlmsHdlc: WireFormat = {
  id: "dlms-hdlc",
  accepts: (topic, payload) => rawFormatOf(topic, payload) === "dlms-hdlc",
  decoder: rawDecoder,
};
