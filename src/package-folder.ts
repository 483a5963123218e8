import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the running program: of the bundle, or of the sources. */
export const PROGRAM_FOLDER = dirname(fileURLToPath(import.meta.url));

/** The folder of this package, where `layouts/` and `package.json` are: two above the bundle, or above the source. */
export const PACKAGE_FOLDER = find(PROGRAM_FOLDER);

/** The shipped layouts. */
export const LAYOUTS_FOLDER = join(PACKAGE_FOLDER, "layouts");

/** Pictures that no display is set to show: of a display that rests, and of a kiosk that has stopped or has no configuration. */
export const FACES_FOLDER = join(LAYOUTS_FOLDER, "faces");

/** The shipped fonts. */
export const FONTS_FOLDER = join(LAYOUTS_FOLDER, "fonts");

function find(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? folder : find(parent);
}
