import { DISPLAYS } from "../display/displays.ts";
import { errorFacts } from "../errors.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { isSchedule } from "../refresh/schedule.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";
import type { DisplayKind } from "./display-schema.ts";
import { type Fault, FaultsError, type Severity } from "./fault.ts";
import { folderFaultOf, LayoutFolder } from "./layout-file.ts";
import type { RenamedKey } from "./renamed-keys.ts";

/** A layout as far as the configuration must know it. */
export interface LayoutRow {
  readonly name: string;
  /** `800x480` and so on, or ranges such as `640-799x480`; absent where its file has faults, which are reported at the file. */
  readonly sizes?: readonly string[];
}

/** The layouts that were found, with the faults in their files. */
export interface Layouts {
  readonly rows: readonly LayoutRow[];
  readonly faults: readonly Fault[];
  /** The reason why the user's own folder cannot be read; absent when it can, or none is named. */
  readonly folderFault?: string;
}

/** Facts outside a configuration that decide whether it can be used. */
export interface ConfigContext {
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
  /**
   * Severity of folders and programs that a display needs and this machine lacks; hardware that is not there is always a
   * warning, since it may come. Absent: nothing is looked for.
   */
  readonly probes?: Severity;
  /** Keys that have another name now; absent: those of this program. */
  readonly renamedKeys?: readonly RenamedKey[];
}

/** Context of a configuration for this program, on whatever machine it is to run: its displays, layouts, schedules and languages. */
export const CONFIG_CONTEXT: ConfigContext = {
  kinds: DISPLAYS,
  layouts: knownLayouts,
  isSchedule,
  languages: KNOWN_LANGUAGES,
};

/** The same for `check`: what this machine lacks for the present user is a fault. */
export const CHECK_CONTEXT: ConfigContext = { ...CONFIG_CONTEXT, probes: "error" };

/** The same for a kiosk that starts or reloads: a display that cannot work yet does not keep the others from it. */
export const KIOSK_CONTEXT: ConfigContext = { ...CONFIG_CONTEXT, probes: "warning" };

/** Returns every layout, and the faults in the files of those that cannot be used. */
async function knownLayouts(ownFolder: string | undefined): Promise<Layouts> {
  const folder = new LayoutFolder(ownFolder === undefined ? [LAYOUTS_FOLDER] : [ownFolder, LAYOUTS_FOLDER]);
  const folderFault = ownFolder === undefined ? undefined : await folderFaultOf(ownFolder);
  const rows: LayoutRow[] = [];
  const faults: Fault[] = [];
  for (const name of await folder.names()) {
    try {
      const { compositions } = await folder.load(name);
      rows.push({ name, sizes: compositions.map(({ sizes }) => sizes) });
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
