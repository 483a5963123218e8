import type { Box } from "../draw/box.ts";
import type { Raster } from "../raster/raster.ts";
import type { RefreshKind } from "./panel.ts";

/**
 * State of a controller before a refresh.
 * `reset`: nothing is known, as after power on. `asleep`: in deep sleep, its RAM lost. `idle`: initialised, powered off,
 * its RAM holding the picture on the glass.
 */
export type ControllerState = "reset" | "idle" | "asleep";

/** One refresh of one panel. */
export interface RefreshJob {
  readonly kind: RefreshKind;
  /** The picture to show: as large as the panel, in the palette of this kind. */
  readonly next: Raster;
  /** The picture on the glass now; a partial refresh needs it. */
  readonly previous?: Raster;
  /** Up to four aligned boxes to bring up to date by a partial refresh, before one refresh; absent means all of the panel. Outside them the glass keeps `previous`. */
  readonly boxes?: readonly Box[];
  readonly from: ControllerState;
  /** State to leave the controller in: `idle` when another refresh comes within a minute, else `asleep`. */
  readonly leave: "idle" | "asleep";
  /** VCOM printed on the cable of an IT8951 panel, millivolts, negative; absent leaves what its board has stored. */
  readonly vcomMv?: number;
}
