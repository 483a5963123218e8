import type { Size } from "../draw/size.ts";
import type { Palette } from "./palette.ts";

/** What a display takes and a layout is drawn for: pictures of this size in these colours. */
export interface Surface extends Size {
  readonly palette: Palette;
}
