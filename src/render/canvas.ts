import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as Canvas from "canvas";
import { WattframeError } from "../errors.ts";

/** The canvas library, fonts registered. */
export type CanvasModule = typeof Canvas;
/** A surface to draw on. */
export type Surface = Canvas.Canvas;
/** What draws on a surface. */
export type Context = Canvas.CanvasRenderingContext2D;

/** Family names that the renderer uses, whatever the files are called. */
export const FAMILIES = { text: "Wattframe Text", figures: "Wattframe Figures" } as const;

const FONTS = [
  { file: "DejaVuSans.ttf", family: FAMILIES.text, weight: "normal" },
  { file: "DejaVuSans-Bold.ttf", family: FAMILIES.text, weight: "bold" },
  { file: "BarlowSemiCondensed-SemiBold.ttf", family: FAMILIES.figures, weight: "normal" },
] as const;

let loaded: Promise<CanvasModule> | undefined;

/**
 * The canvas library with the project's own fonts and none of the system's. Loaded once a process: fontconfig reads
 * its file when the library first meets a font, and never again.
 * @param fontsFolder holds the font files and `fonts.conf`
 * @throws WattframeError `FONT_MISSING`
 */
export function loadCanvas(fontsFolder: string): Promise<CanvasModule> {
  loaded ??= load(fontsFolder);
  return loaded;
}

async function load(fontsFolder: string): Promise<CanvasModule> {
  for (const name of ["fonts.conf", ...FONTS.map((font) => font.file)]) {
    if (!existsSync(join(fontsFolder, name)))
      throw new WattframeError("FONT_MISSING", `${join(fontsFolder, name)}: no such file`, {
        hint: "The fonts travel with Wattframe in layouts/fonts; restore that folder.",
      });
  }
  process.env["FONTCONFIG_FILE"] = join(fontsFolder, "fonts.conf"); // has to stand before the library loads
  const canvas = await import("canvas");
  for (const { file, family, weight } of FONTS) canvas.registerFont(join(fontsFolder, file), { family, weight });
  return canvas;
}
