import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { crc32 } from "node:zlib";
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

let loaded: CanvasModule | undefined;

/**
 * The canvas library with the project's own fonts and none of the system's. Loaded once a process, on the first call:
 * it takes 14 MiB and as long as half a start of Node, and fontconfig reads its file when the library first meets a font, and
 * never again.
 * @param fontsFolder holds the font files and `fonts.conf`
 * @throws WattframeError `FONT_MISSING`
 */
export function loadCanvas(fontsFolder: string): CanvasModule {
  loaded ??= load(fontsFolder);
  return loaded;
}

/** Files that decide what letters look like. */
const FONT_FILES = ["fonts.conf", ...FONTS.map((font) => font.file)];

/** Checks that the fonts are there. @throws WattframeError `FONT_MISSING` */
export function requireFonts(fontsFolder: string): void {
  for (const name of FONT_FILES) {
    if (!existsSync(join(fontsFolder, name)))
      throw new WattframeError("FONT_MISSING", `${join(fontsFolder, name)}: no such file`, {
        hint: "The fonts travel with Wattframe in layouts/fonts; restore that folder.",
      });
  }
}

/** Checksum of the fonts. */
export function checksumOfFonts(fontsFolder: string): number {
  return FONT_FILES.reduce((sum, name) => crc32(readFileSync(join(fontsFolder, name)), sum), 0);
}

function load(fontsFolder: string): CanvasModule {
  requireFonts(fontsFolder);
  process.env["FONTCONFIG_FILE"] = join(fontsFolder, "fonts.conf"); // must be set before the library loads
  const canvas = createRequire(import.meta.url)("canvas") as CanvasModule;
  // One family a file: a weight in the font string is lost after text of another face, and a name such as "Bold" is taken for one.
  for (const { file, family } of FONTS) canvas.registerFont(join(fontsFolder, file), { family });
  return canvas;
}
