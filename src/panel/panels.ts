import { WattframeError } from "../errors.ts";
import type { Panel } from "./panel.ts";
import { WAVESHARE_2IN9_V2 } from "./waveshare-2in9-v2.ts";
import { WAVESHARE_2IN13_V4 } from "./waveshare-2in13-v4.ts";
import { WAVESHARE_4IN2_V2 } from "./waveshare-4in2-v2.ts";
import { WAVESHARE_4IN26 } from "./waveshare-4in26.ts";
import { WAVESHARE_5IN83_V2 } from "./waveshare-5in83-v2.ts";
import { WAVESHARE_7IN3_E } from "./waveshare-7in3-e.ts";
import { WAVESHARE_7IN5_B_V2 } from "./waveshare-7in5-b-v2.ts";
import { WAVESHARE_7IN5_V2 } from "./waveshare-7in5-v2.ts";
import { WAVESHARE_7IN8_IT8951 } from "./waveshare-7in8-it8951.ts";
import { WAVESHARE_10IN3_IT8951 } from "./waveshare-10in3-it8951.ts";
import { WAVESHARE_13IN3_K } from "./waveshare-13in3-k.ts";

/** Every panel that can be driven, the most usual first. */
export const PANELS = [
  WAVESHARE_7IN5_V2,
  WAVESHARE_4IN2_V2,
  WAVESHARE_7IN3_E,
  WAVESHARE_7IN5_B_V2,
  WAVESHARE_5IN83_V2,
  WAVESHARE_2IN13_V4,
  WAVESHARE_2IN9_V2,
  WAVESHARE_4IN26,
  WAVESHARE_13IN3_K,
  WAVESHARE_7IN8_IT8951,
  WAVESHARE_10IN3_IT8951,
] as const satisfies readonly Panel[];

/** The name of a panel. */
export type PanelId = (typeof PANELS)[number]["id"];

/** The panel of this name. @throws WattframeError `PANEL_UNKNOWN` that lists the names there are */
export function panelOf(id: string): (typeof PANELS)[number] {
  const panel = PANELS.find((row) => row.id === id);
  if (panel === undefined) {
    throw new WattframeError("PANEL_UNKNOWN", `There is no panel "${id}".`, {
      hint: `Panels are ${PANELS.map((row) => row.id).join(", ")}.`,
    });
  }
  return panel;
}
