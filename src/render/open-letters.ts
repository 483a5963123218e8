import { fileURLToPath } from "node:url";
import { checksumOfFonts, requireFonts } from "./canvas.ts";
import { LetterFile } from "./letter-file.ts";
import { DrawnLetters, KeptLetters, type Letters } from "./letters.ts";

/** The drawing that the file of letters beside the bundle was made with; the build writes it. Absent where the sources run. */
declare const WATTFRAME_LETTERS: string | undefined;

let opened: Letters | undefined;

/**
 * The letters of this process: those that the build drew, where they are there and fit, and else drawn when they are
 * asked for. Without the file everything looks the same, only later.
 * @throws WattframeError `FONT_MISSING`
 */
export function openLetters(fontsFolder: string): Letters {
  requireFonts(fontsFolder);
  opened ??= open(fontsFolder);
  return opened;
}

function open(fontsFolder: string): Letters {
  const drawn = new DrawnLetters(fontsFolder);
  if (typeof WATTFRAME_LETTERS === "undefined") return drawn;
  const path = fileURLToPath(new URL("letters.bin", import.meta.url));
  const file = LetterFile.open(path, `${WATTFRAME_LETTERS} ${checksumOfFonts(fontsFolder)}`);
  return file ? new KeptLetters(file, drawn) : drawn;
}
