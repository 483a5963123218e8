import { basename } from "node:path";
import { sizeText } from "../draw/size.ts";
import { type Layout, layoutOf } from "../layout/layout.ts";
import { layoutSchema } from "../layout/layout-schema.ts";
import { overlapsOf } from "../layout/overlap.ts";
import { place } from "../layout/place.ts";
import { leastSize } from "../layout/size-range.ts";
import type { WrittenLayout } from "../layout/written-layout.ts";
import type { Fault } from "./fault.ts";
import { faultAt, validate } from "./validate.ts";
import { parseYaml } from "./yaml-document.ts";

/** Result of reading a layout: the layout and the data that it was made of, or everything that is wrong with it. */
export type ReadLayout =
  | { readonly layout: Layout; readonly written: WrittenLayout }
  | { readonly faults: readonly Fault[] };

/** A layout from the text of its file, or everything that is wrong with it, overflow included. */
export function layoutFromText(text: string, file: string): ReadLayout {
  const parsed = parseYaml(text, file, "doc/adding-a-layout.md");
  if ("faults" in parsed) return parsed;
  const validated = validate(layoutSchema, parsed.document);
  if ("faults" in validated) return validated;
  const layout = layoutOf(basename(file, ".yaml"), validated.value);
  const overlaps = overlapsOf(layout).map(({ sizes, before, size }) =>
    faultAt(
      parsed.document,
      ["sizes", sizes],
      {
        code: "WRONG_VALUE",
        message: `"${sizes}" overlaps "${before}": both are for ${sizeText(size)}`,
        hint: "let one begin where the other has ended, or write one composition for both",
      },
      "key",
    ),
  );
  const misplaced = layout.compositions.flatMap((composition) =>
    place({ ...composition, ...leastSize(composition.range) }).misplaced.map(({ path, message }) =>
      faultAt(parsed.document, path, {
        code: "LAYOUT_OVERFLOW",
        message,
        hint: "give it more room, or the others less",
      }),
    ),
  );
  const faults = [...overlaps, ...misplaced];
  return faults.length > 0 ? { faults } : { layout, written: validated.value };
}
