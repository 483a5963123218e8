import type { Now } from "../meter/now.ts";
import type { Raster } from "../raster/raster.ts";
import type { Occasion } from "../refresh/state.ts";

/** Result of offering a raster to a display. */
export interface ShowResult {
  /** True when the picture on the display changed. */
  readonly changed: boolean;
  /** Decision and its reason, a stable code: `written`, `unchanged`, `full-due`, `too-soon` … */
  readonly reason: string;
  /** Time at which the same raster should be offered again, milliseconds of `Now.monoMs`; absent when it is on the glass. */
  readonly notBeforeMonoMs?: number;
  /** Kind of refresh that is allowed then, such as `partial`; absent where a display has only one. */
  readonly waitsFor?: string;
  /** Facts for the log and the status page, plain JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Counters that the display keeps across restarts, such as refreshes since the last full one; absent where it counts nothing. */
  readonly counters?: Readonly<Record<string, number>>;
}

/**
 * A place where rasters go. Nothing is touched before the first `show` or `refusal`, and nothing after `close`, so a device is
 * handed over from one display to the next by opening the next, closing the first, and showing a picture on the next.
 */
export interface Display {
  /**
   * Returns the result that `show` would have now for every raster, so that none need be drawn; undefined where it would show
   * some. Called like `show`, never at the same time. Absent for a display that shows whatever it is given.
   * @param occasion of the picture to come
   * @throws WattframeError only
   */
  refusal?(now: Now, occasion?: Occasion): Promise<ShowResult | undefined>;
  /**
   * Shows a raster, or decides not to. Called with one raster at a time and not again before it has settled; the caller keeps
   * only the latest that waits. After an error the next call starts from nothing.
   * @param occasion what the picture shows that may not wait; absent for an ordinary one
   * @throws WattframeError only
   */
  show(raster: Raster, now: Now, occasion?: Occasion): Promise<ShowResult>;
  /** Ends the picture that is under way early, where that harms nothing: its `show` rejects. For a display that is about to be closed. */
  interrupt?(): void;
  /** Leaves the hardware safe (asleep, console restored). Idempotent. */
  close(): Promise<void>;
}
