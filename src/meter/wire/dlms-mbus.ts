import { rawFormat } from "./raw-telegrams.ts";

/**
 * Binary telegrams in M-Bus frames (2400 baud, 8E1) on `raw`.
 * @source EN 13757-2; EN 13757-1; IEC 62056-5-3
 */
export const dlmsMbus = rawFormat(
  "dlms-mbus",
  "binary telegrams in M-Bus frames (68 L L 68 …), as wired HAN ports send them",
);
