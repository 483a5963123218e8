import type { PANELS } from "../../src/panel/panels.ts";
import type { EmulatedController } from "./emulated-controller.ts";
import { EmulatedIt8951 } from "./emulated-it8951.ts";
import { EmulatedSpectra6 } from "./emulated-spectra6.ts";
import { EmulatedSsd16xx } from "./emulated-ssd16xx.ts";
import { EmulatedUc8179 } from "./emulated-uc8179.ts";
import type { FakeClock } from "./fake-clock.ts";

/** The emulated controller, with its glass, of a panel. The properties of a chip are in the emulators, not in the panel's data. */
export function emulatorOf(panel: (typeof PANELS)[number], clock: FakeClock): EmulatedController | EmulatedIt8951 {
  switch (panel.controller) {
    case "uc8179":
      return new EmulatedUc8179(panel, clock);
    case "spectra6":
      return new EmulatedSpectra6(panel, clock);
    case "it8951":
      return new EmulatedIt8951(panel, clock);
    case "ssd16xx":
      return new EmulatedSsd16xx(panel, clock, {
        xUnit: panel.chip === "SSD1677" ? "pixels" : "bytes",
        isUpsideDown: panel.id === "waveshare-4in26",
        startsAtSource8: panel.chip === "SSD1680",
      });
  }
}
