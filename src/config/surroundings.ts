import type { DisplayRow } from "../display/display-row.ts";
import { DISPLAYS } from "../display/displays.ts";
import { sizeText } from "../draw/size.ts";
import { errorFacts } from "../errors.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { isSchedule } from "../refresh/schedule.ts";
import { LANGUAGES } from "../view/words/languages.ts";
import type { DisplayKind } from "./display-schema.ts";
import { type Fault, FaultsError } from "./fault.ts";
import { folderFaultOf, LayoutFolder } from "./layout-file.ts";

/** A layout as far as the configuration must know it. */
export interface LayoutRow {
  readonly name: string;
  /** `800x480` and so on; absent where its file has faults, which are said at the file. */
  readonly sizes?: readonly string[];
}

/** The layouts that were found, with what is wrong in their files. */
export interface Layouts {
  readonly rows: readonly LayoutRow[];
  readonly faults: readonly Fault[];
  /** The reason why the user's own folder cannot be read; absent when it can, or none is named. */
  readonly folderFault?: string;
}

/** Everything outside a configuration that decides whether it can be followed. */
export interface Surroundings {
  readonly kinds: readonly DisplayKind[];
  /**
   * The layouts that exist, the shipped ones and those of the user's folder (absolute, absent when there is none).
   * Absent: names of layouts are not checked.
   */
  layouts?(ownFolder: string | undefined): Promise<Layouts>;
  /** Tells whether a text is a schedule; absent: schedules are not checked. */
  isSchedule?(text: string): boolean;
  /** The languages that pictures have words for, such as `en`; absent: the locale's is not checked. */
  readonly languages?: readonly string[];
  /** True when the kiosk is to run here as the present user, so that folders and programs are checked too. */
  readonly isThisMachine?: boolean;
}

/** The displays, layouts, schedules and languages of this program. */
export const SURROUNDINGS: Surroundings = {
  kinds: DISPLAYS.map(({ surface, ...row }: DisplayRow) => ({ ...row, size: (options) => surface(options) })),
  layouts: knownLayouts,
  isSchedule,
  languages: LANGUAGES.map(({ language }) => language),
};

/** The same for a configuration that is to run here, as the present user. */
export const THIS_MACHINE: Surroundings = { ...SURROUNDINGS, isThisMachine: true };

/** Every layout, and what is wrong in the files of those that cannot be used. */
async function knownLayouts(ownFolder: string | undefined): Promise<Layouts> {
  const folder = new LayoutFolder(ownFolder === undefined ? [LAYOUTS_FOLDER] : [ownFolder, LAYOUTS_FOLDER]);
  const folderFault = ownFolder === undefined ? undefined : await folderFaultOf(ownFolder);
  const rows: LayoutRow[] = [];
  const faults: Fault[] = [];
  for (const name of await folder.names()) {
    try {
      const { variants } = await folder.load(name);
      rows.push({ name, sizes: variants.map(sizeText) });
    } catch (thrown) {
      rows.push({ name });
      faults.push(
        ...(thrown instanceof FaultsError ? thrown.faults : [unreadable(folder.fileOf(name) ?? name, thrown)]),
      );
    }
  }
  return { rows, faults, ...(folderFault !== undefined && { folderFault }) };
}

function unreadable(file: string, thrown: unknown): Fault {
  const { code, error: message, hint = "" } = errorFacts(thrown);
  return { file, line: 1, column: 1, path: "", code, message, hint };
}
