import type { PaletteFacts } from "../../web/protocol.ts";

/** A picture as the page holds it: which ink each pixel is. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly palette: PaletteFacts;
  /** Index into the palette's inks, one byte a pixel, row by row. */
  readonly pixels: Uint8Array;
  /** Pixels whose colour the palette does not have; they hold the nearest ink. Zero unless something is wrong. */
  readonly foreign: number;
}
