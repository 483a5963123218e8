import { commandDisplayRow } from "./command.ts";
import type { DisplayRow } from "./display-row.ts";
import { epaper } from "./epaper.ts";
import { framebuffer } from "./framebuffer.ts";
import { pngFile } from "./png-file.ts";

/** Every kind of display that a configuration may name. */
export const DISPLAYS = [epaper, framebuffer, commandDisplayRow, pngFile] as const satisfies readonly DisplayRow[];

/** The kind of this name, or undefined. */
export function displayRowOf(kind: string): DisplayRow | undefined {
  return DISPLAYS.find((row) => row.kind === kind);
}
