import type { Size } from "../draw/size.ts";
import type { Palette } from "./palette.ts";

/** Size and colours of the pictures that a display takes and a layout is drawn for. */
export interface Surface extends Size {
  readonly palette: Palette;
}
