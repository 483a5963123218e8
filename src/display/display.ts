import type { Now } from "../meter/now.ts";
import type { Raster } from "../raster/raster.ts";

/** What a display did with a raster. */
export interface ShowResult {
  /** Whether the picture on the display changed. */
  readonly changed: boolean;
  /** What was decided and why, a stable code: `written`, `unchanged`, `full-due`, `too-soon` … */
  readonly reason: string;
  /** When the same raster should be offered again, milliseconds of `Now.monoMs`; absent when it is on the glass. */
  readonly notBeforeMonoMs?: number;
  /** Facts for the log and the status page, plain JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What the display itself counts across restarts, such as refreshes since the last full one; absent where it counts nothing. */
  readonly counters?: Readonly<Record<string, number>>;
}

/**
 * A place where rasters go. `show` is called with one raster at a time and never again before it settled; the caller
 * keeps only the latest that waits.
 * Every fault is a WattframeError; after one the next `show` starts afresh. Nothing is touched before the first `show`.
 */
export interface Display {
  show(raster: Raster, now: Now): Promise<ShowResult>;
  /** Ends the picture that is under way early, where that harms nothing: its `show` rejects. For a display that is about to be closed. */
  interrupt?(): void;
  /** Leaves the hardware safe (asleep, console restored). Idempotent. */
  close(): Promise<void>;
}
