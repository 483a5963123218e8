import { basename } from "node:path";
import { type Fault, FaultsError } from "../config/fault.ts";
import type { LayoutFolder } from "../config/layout-file.ts";
import { errorFacts } from "../errors.ts";
import type { Layout } from "../layout/layout.ts";
import type { Face } from "../view/face.ts";

/** A layout of the gallery: its last valid version, and the faults of the file now. */
export interface GalleryLayout {
  readonly name: string;
  /** Present for a face, which is drawn at an end or in quiet hours. */
  readonly face?: Face;
  /** Absent when its file was never valid. */
  readonly layout?: Layout;
  /** Absent when the file is valid; files are named without their folder. */
  readonly faults?: readonly Fault[];
}

/** Layouts by name, sorted. */
export type GalleryLayouts = ReadonlyMap<string, GalleryLayout>;

/**
 * All layouts as their files are now. Never rejects: faults of a file are part of the result.
 * @param before result of the last reading, whose valid layouts replace those that now have faults
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

/** Faults of a layout's file; errors without a position, such as an unreadable file, are reported at line 1. */
function faultsOf(thrown: unknown, name: string): readonly Fault[] {
  if (thrown instanceof FaultsError) return thrown.faults.map((fault) => ({ ...fault, file: basename(fault.file) }));
  const { code, error: message, hint = "" } = errorFacts(thrown);
  return [{ file: `${name}.yaml`, line: 1, column: 1, path: "", code, message, hint }];
}
