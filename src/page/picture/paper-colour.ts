import type { PaletteFacts } from "../../web/protocol.ts";
import { cssColour } from "./css-colour.ts";

const WHITE = 0xffffff;

/** What a panel's paper looks like on glass, as style sheets write it: its white. */
export function paperColour({ inks, seen }: Pick<PaletteFacts, "inks" | "seen">): string {
  return cssColour(seen[inks.indexOf(WHITE)] ?? WHITE);
}
