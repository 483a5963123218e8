import type { Fault } from "../../config/fault.ts";
import type { GalleryCatalogue } from "./catalogue.ts";

/** A layout as it hangs in the gallery: its last file without faults, and the faults of the file as it is. */
export interface HungLayout {
  readonly name: string;
  /** Empty while no file of it was without faults. */
  readonly description: string;
  /** Sizes it is composed for, `800x480`; empty while no file of it was without faults. */
  readonly sizes: readonly string[];
  /** The revision at which it was last seen without faults. */
  readonly revision: number;
  readonly faults: readonly Fault[];
}

/**
 * The layouts of a catalogue; one that has faults now hangs as it did before them.
 * @param before how they hung until now
 */
export function hangLayouts(
  layouts: GalleryCatalogue["layouts"],
  revision: number,
  before: readonly HungLayout[],
): HungLayout[] {
  return layouts.map((layout) => {
    if (!("faults" in layout)) return { ...layout, revision, faults: [] };
    const last = before.find(({ name }) => name === layout.name);
    return { description: "", sizes: [], revision, ...last, ...layout };
  });
}
