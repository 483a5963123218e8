import { basename } from "node:path";
import { type Fault, FaultsError } from "../config/fault.ts";
import type { LayoutFolder } from "../config/layout-file.ts";
import { errorFacts } from "../errors.ts";
import type { Layout } from "../layout/layout.ts";

/** A layout of the gallery: as its file was when it was last good, and what is wrong with the file now. */
export interface GalleryLayout {
  readonly name: string;
  /** Absent while its file was never good. */
  readonly layout?: Layout;
  /** Absent when the file is good; files are named without their folder. */
  readonly faults?: readonly Fault[];
}

/** Layouts by name, sorted. */
export type GalleryLayouts = ReadonlyMap<string, GalleryLayout>;

/**
 * All layouts as their files are now. Never rejects: what is wrong with a file is told in its place.
 * @param before the reading before, whose good layouts stand in for files that have become faulty
 */
export async function readGalleryLayouts(
  folder: LayoutFolder,
  before: GalleryLayouts = new Map(),
): Promise<GalleryLayouts> {
  const names = await folder.names();
  const rows = names.map(async (name): Promise<GalleryLayout> => {
    try {
      return { name, layout: await folder.load(name) };
    } catch (thrown) {
      const good = before.get(name)?.layout;
      return { name, ...(good && { layout: good }), faults: faultsOf(thrown, name) };
    }
  });
  return new Map((await Promise.all(rows)).map((row) => [row.name, row]));
}

/** The faults of a layout's file; what has no place of its own, such as a file that cannot be read, is told of the whole file. */
function faultsOf(thrown: unknown, name: string): readonly Fault[] {
  if (thrown instanceof FaultsError) return thrown.faults.map((fault) => ({ ...fault, file: basename(fault.file) }));
  const { code, error: message, hint = "" } = errorFacts(thrown);
  return [{ file: `${name}.yaml`, line: 1, column: 1, path: "", code, message, hint }];
}
