import { rawFormat } from "./raw-telegrams.ts";

/**
 * Binary telegrams (HDLC frames with DLMS data notifications, Aidon's EFS among them) on `raw`.
 * @source IEC 62056-46; IEC 62056-5-3; Swedish Branschrekommendation v1.2
 */
export const dlmsHdlc = rawFormat(
  "dlms-hdlc",
  "binary telegrams of the same ports (EFS and other DLMS lists in HDLC frames)",
);
