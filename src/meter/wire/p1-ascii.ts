import { rawFormat } from "./raw-telegrams.ts";

/**
 * ASCII telegrams (P1, H1, EFS2) on `raw`, as our reader publishes them for support and dsmr-reader on `dsmr/raw`.
 * @source IEC 62056-21 mode D; DSMR 5.0.2; Swedish Branschrekommendation v2.0
 */
export const p1Ascii = rawFormat("p1-ascii", "ASCII telegrams of P1, H1 and HAN ports (DSMR, EFS2)");
