import { type Box, columns, inset, rows } from "../draw/box.ts";
import type { PartKey } from "../view/parts.ts";
import type { Draw, TypeScale } from "../widget/widget.ts";
import { WIDGETS } from "../widget/widgets.ts";
import type { LayoutNode, LayoutVariant } from "./layout.ts";

/** One thing of a layout at its place. */
export interface Placed {
  /** The widget's kind, or `line`. */
  readonly widget: string;
  readonly box: Box;
  readonly draw: Draw;
  /** Parts of the view that it reads. */
  readonly reads: readonly PartKey[];
  /** Whether its texts may give way to shorter ones where they have no room. */
  readonly mayShorten: boolean;
  /** What is shown in its place while the clock is not set; absent where that is the same. */
  readonly withoutClock?: readonly Placed[];
}

/** Something that does not fit. */
export interface Misplaced {
  /** The keys that lead to the part in the layout's file. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything of a variant at its place. */
export interface Placement {
  readonly placed: readonly Placed[];
  /** What is shown until the first value comes; absent where that is the same. */
  readonly waiting?: readonly Placed[] | undefined;
  readonly misplaced: readonly Misplaced[];
}

const drawLine: Draw = (pen, box) => pen.fill(box);

/**
 * Places everything of a variant at whole pixels. Parts never overlap and never leave the panel; what does not fit
 * is listed, and then the boxes are not to be drawn.
 */
export function place(variant: LayoutVariant): Placement {
  const whole = placeNode(variant.root, variant);
  if (!variant.waiting) return whole;
  const waiting = placeNode(variant.waiting, variant);
  return { placed: whole.placed, waiting: waiting.placed, misplaced: [...whole.misplaced, ...waiting.misplaced] };
}

function placeNode(root: LayoutNode, variant: LayoutVariant) {
  const misplaced: Misplaced[] = [];
  const panel = { x: 0, y: 0, width: variant.width, height: variant.height };
  const walk = (node: LayoutNode, box: Box): readonly Placed[] => {
    const fault = misfit(node, box, variant.type);
    if (fault) misplaced.push({ path: node.path, message: fault });
    if (fault || node.kind === "space") return [];
    if (node.kind === "row" || node.kind === "column")
      return partsOf(node, box).flatMap(([part, at]) => walk(part, at));
    if (node.kind !== "widget") return [{ widget: "line", box, draw: drawLine, reads: [], mayShorten: false }];
    const { widget, draw, reads, mayShorten, withoutClock } = node;
    return [{ widget, box, draw, reads, mayShorten, ...(withoutClock && { withoutClock: walk(withoutClock, box) }) }];
  };
  const placed = walk(root, inset(panel, variant.margin));
  return { placed, misplaced };
}

type Container = Extract<LayoutNode, { readonly parts: readonly LayoutNode[] }>;

function partsOf(node: Container, box: Box): [LayoutNode, Box][] {
  const split = node.kind === "row" ? columns : rows;
  const sizes = node.parts.map((part) => part.size);
  return split(box, sizes, node.gap).flatMap((at, i) => {
    const part = node.parts[i];
    return part ? [[part, at] as [LayoutNode, Box]] : [];
  });
}

function misfit(node: LayoutNode, box: Box, type: TypeScale): string | undefined {
  if (box.width < 1 || box.height < 1) return "nothing is left for this part";
  if (node.kind === "row" || node.kind === "column") {
    const room = node.kind === "row" ? box.width : box.height;
    const fixed = node.parts.reduce((sum, { size }) => sum + (typeof size === "number" ? size : 0), 0);
    const needed = fixed + node.gap * (node.parts.length - 1);
    return needed > room ? `its parts need ${needed} pixels, ${room} are there` : undefined;
  }
  if (node.kind !== "widget") return undefined;
  const least = WIDGETS.find((widget) => widget.kind === node.widget)?.minimum(type, node.options);
  if (!least || (box.width >= least.width && box.height >= least.height)) return undefined;
  return `${node.widget} needs ${least.width}×${least.height} pixels at least, ${box.width}×${box.height} are there`;
}
