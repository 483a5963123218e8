import type { PaletteFacts } from "../../web/protocol.ts";

/** Whose colours a picture is shown in: those of its inks on glass, or those of its file. */
export type Look = "glass" | "sent";

/** The colour of each ink, 0xRRGGBB. */
export function coloursOf({ inks, seen }: PaletteFacts, look: Look): readonly number[] {
  return look === "glass" ? seen : inks;
}
