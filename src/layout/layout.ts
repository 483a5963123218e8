import { type Size, sizeText } from "../draw/size.ts";
import type { PartKey } from "../view/parts.ts";
import type { Draw, TypeScale } from "../widget/widget.ts";
import { WIDGETS } from "../widget/widgets.ts";
import { holdsSize, isSingleSize, leastSize, parseSizeRange, type SizeRange } from "./size-range.ts";
import type { WrittenLayout, WrittenNode } from "./written-layout.ts";

/** Size of the one number where a layout does not say, in sizes of figures. */
const GIANT = 4;

/** Part of a layout, ready to be placed. */
export type LayoutNode = {
  readonly size: number | `${number}fr`;
  /** The keys that lead to it in the file, for messages. */
  readonly path: readonly (string | number)[];
} & (
  | { readonly kind: "row" | "column"; readonly gap: number; readonly parts: readonly LayoutNode[] }
  | {
      readonly kind: "widget";
      readonly widget: string;
      readonly options: unknown;
      readonly draw: Draw;
      readonly reads: readonly PartKey[];
      readonly mayShorten: boolean;
      /** Shown in its place while the clock is not set. */
      readonly withoutClock?: LayoutNode;
    }
  | { readonly kind: "space" | "line" }
);

/** Content of a picture: its margin, its sizes of text and its parts. */
interface Arrangement {
  readonly margin: number;
  readonly type: TypeScale;
  readonly root: LayoutNode;
  /** Shown in place of the root until the first value comes. */
  readonly waiting?: LayoutNode;
}

/** A layout composed for one panel size. */
export interface LayoutVariant extends Size, Arrangement {}

/** An arrangement for one size or a range of sizes. Nothing in it is scaled: parts without a size of their own grow. */
export interface Composition extends Arrangement {
  readonly range: SizeRange;
  /** The range as it is written, such as `800x480`. */
  readonly sizes: string;
}

/** A named arrangement of widgets with a composition for each panel size that it knows. */
export interface Layout {
  readonly name: string;
  readonly description: string;
  /** Those for one size first, which come before a range that holds it too; see `overlap.ts`. */
  readonly compositions: readonly Composition[];
}

/** A layout from the data of its file, which has passed the schema. */
export function layoutOf(name: string, written: WrittenLayout): Layout {
  const compositions = Object.entries(written.sizes).map(([sizes, { margin, type: scale, root, waiting }]) => ({
    sizes,
    range: parseSizeRange(sizes),
    margin,
    type: {
      smallPx: scale.small,
      bodyPx: scale.body,
      figurePx: scale.figure,
      giantPx: scale.giant ?? GIANT * scale.figure,
    },
    root: nodeOf(root, ["sizes", sizes, "root"]),
    ...(waiting && { waiting: nodeOf(waiting, ["sizes", sizes, "waiting"]) }),
  }));
  const [single, ranges] = [
    compositions.filter(({ range }) => isSingleSize(range)),
    compositions.filter(({ range }) => !isSingleSize(range)),
  ];
  return { name, description: written.description, compositions: [...single, ...ranges] };
}

/** The layout at one size; undefined when it has no composition for that. */
export function variantOf({ compositions }: Layout, { width, height }: Size): LayoutVariant | undefined {
  const fitting = compositions.find(({ range }) => holdsSize(range, { width, height }));
  if (!fitting) return undefined;
  const { margin, type: scale, root, waiting } = fitting;
  return { width, height, margin, type: scale, root, ...(waiting && { waiting }) };
}

/**
 * Sizes that a layout fits, as text: those that it names, and of the sizes of panels those within its ranges.
 * @param panels sizes of panels
 */
export function sizesOf({ compositions }: Pick<Layout, "compositions">, panels: readonly Size[]): string[] {
  const named = compositions.filter(({ range }) => isSingleSize(range)).map(({ range }) => leastSize(range));
  const within = panels.filter((size) => compositions.some(({ range }) => holdsSize(range, size)));
  return [...new Set([...named, ...within].map(sizeText))];
}

function nodeOf(written: WrittenNode, path: readonly (string | number)[]): LayoutNode {
  const at = { size: written.size, path };
  const widget = WIDGETS.find((row) => row.kind === written.widget);
  if (widget) {
    const { options, shorten: mayShorten, withoutClock } = written;
    const { kind, reads } = widget;
    const instead = withoutClock && { withoutClock: nodeOf(withoutClock, [...path, "withoutClock"]) };
    const draw = widget.bind(options);
    return { ...at, kind: "widget", widget: kind, options, draw, reads, mayShorten, ...instead };
  }
  if (written.space || written.line) return { ...at, kind: written.space ? "space" : "line" };
  const kind = written.row ? "row" : "column";
  const parts = (written.row ?? written.column ?? []).map((part, i) => nodeOf(part, [...path, kind, i]));
  return { ...at, kind, gap: written.gap, parts };
}
