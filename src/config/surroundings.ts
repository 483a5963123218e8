import { DISPLAYS } from "../display/displays.ts";
import { messageOf } from "../errors.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { isSchedule } from "../refresh/schedule.ts";
import type { LayoutRow, Layouts, Surroundings } from "./cross-checks.ts";
import { type Fault, FaultsError } from "./fault.ts";
import { LayoutFolder } from "./layout-file.ts";

/** The displays, layouts and schedules of this program, which a configuration is held against. */
export const SURROUNDINGS: Surroundings = {
  kinds: DISPLAYS.map(({ kind, options, surface }) => ({ kind, options, size: (raw) => surface(raw) })),
  layouts: (ownFolder) => knownLayouts(ownFolder === undefined ? [LAYOUTS_FOLDER] : [ownFolder, LAYOUTS_FOLDER]),
  isSchedule,
};

/** Every layout of some folders, and what is wrong in the files of those that cannot be used. */
async function knownLayouts(folders: readonly string[]): Promise<Layouts> {
  const folder = new LayoutFolder(folders);
  const rows: LayoutRow[] = [];
  const faults: Fault[] = [];
  for (const name of await folder.names()) {
    try {
      const { variants } = await folder.load(name);
      rows.push({ name, sizes: variants.map(({ width, height }) => `${width}x${height}`) });
    } catch (thrown) {
      rows.push({ name, sizes: [] });
      faults.push(
        ...(thrown instanceof FaultsError ? thrown.faults : [unreadable(folder.fileOf(name) ?? name, thrown)]),
      );
    }
  }
  return { rows, faults };
}

function unreadable(file: string, thrown: unknown): Fault {
  const hint = "check that the file may be read";
  return { file, line: 1, column: 1, path: "", code: "FILE_READ", message: messageOf(thrown), hint };
}
