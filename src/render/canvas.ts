import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as Canvas from "canvas";
import { WattframeError } from "../errors.ts";

/** The canvas library, fonts registered. */
export type CanvasModule = typeof Canvas;
/** Drawing context of a surface. */
export type Context = Canvas.CanvasRenderingContext2D;

/** Family names that the renderer uses, whatever the files are called. */
export const FAMILIES = {
  words: "Wattframe Words",
  small: "Wattframe Small Words",
  figures: "Wattframe Figures",
} as const;

const FONTS = [
  { file: "BarlowSemiCondensed-SemiBold.ttf", family: FAMILIES.words },
  { file: "PTSans-Bold.ttf", family: FAMILIES.small },
  { file: "WattframeFigures.ttf", family: FAMILIES.figures },
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

/** Checks that the fonts are there. @throws WattframeError `FONT_MISSING` */
export function requireFonts(fontsFolder: string): void {
  for (const name of ["fonts.conf", ...FONTS.map((font) => font.file)]) {
    if (!existsSync(join(fontsFolder, name)))
      throw new WattframeError("FONT_MISSING", `${join(fontsFolder, name)}: no such file`, {
        hint: "The fonts travel with Wattframe in layouts/fonts; restore that folder.",
      });
  }
}

async function load(fontsFolder: string): Promise<CanvasModule> {
  requireFonts(fontsFolder);
  process.env["FONTCONFIG_FILE"] = join(fontsFolder, "fonts.conf"); // must be set before the library loads
  const canvas = await import("canvas");
  // One family a file: a weight in the font string is lost after text of another face, and a name such as "Bold" is taken for one.
  for (const { file, family } of FONTS) canvas.registerFont(join(fontsFolder, file), { family });
  return canvas;
}
