import type { Box } from "../draw/box.ts";
import { WattframeError } from "../errors.ts";
import type { LayoutVariant } from "../layout/layout.ts";
import { type Placed, type Placement, place } from "../layout/place.ts";
import type { Frame } from "../raster/frame.ts";
import type { Palette } from "../raster/palette.ts";
import { formatFor } from "../view/format.ts";
import { hasNoValueYet } from "../view/parts/life.ts";
import type { PartKey } from "../view/parts.ts";
import type { PartialView } from "../view/view.ts";
import type { Scene } from "../widget/widget.ts";
import { wordsFor } from "../words/languages.ts";
import { type DrawnText, FramePen } from "./frame-pen.ts";
import { openLetters } from "./open-letters.ts";

/** Settings of a renderer. */
export interface RenderSettings {
  readonly variant: LayoutVariant;
  readonly palette: Palette;
  readonly theme: "light" | "dark";
  /** Folder of the fonts that travel with the project. */
  readonly fontsFolder: string;
  /** Called when a widget draws outside its box; tests throw, a kiosk continues. */
  readonly onOverflow?: (what: string, box: Box) => void;
}

/** A drawn picture, with its widgets and texts at their places. */
export interface Rendered {
  /** Borrowed until the next drawing, which is made on the same frame. */
  readonly frame: Frame;
  readonly boxes: readonly { readonly widget: string; readonly box: Box; readonly texts: readonly DrawnText[] }[];
}

/** Draws one layout at one size, again and again, on one frame. */
export interface Renderer {
  /** Parts of the view that the layout's widgets read. */
  readonly parts: readonly PartKey[];
  /** @param view has at least these parts */
  draw(view: PartialView): Rendered;
}

/**
 * A renderer of a layout.
 * @throws WattframeError `LAYOUT_OVERFLOW` when the variant's parts do not fit, `FONT_MISSING`
 */
export async function createRenderer(settings: RenderSettings): Promise<Renderer> {
  const letters = openLetters(settings.fontsFolder);
  const { variant } = settings;
  const { placed, waiting, misplaced } = place(variant);
  if (misplaced[0]) throw new WattframeError("LAYOUT_OVERFLOW", misplaced[0].message);
  const pen = new FramePen(letters, variant, settings);
  const whole = { x: 0, y: 0, width: variant.width, height: variant.height };
  return {
    parts: [...new Set([...placed, ...(waiting ?? [])].flatMap(readsOf))],
    draw: (view) => {
      pen.taken(); // what a drawing that failed left behind
      pen.begin(whole);
      pen.fill(whole, "paper");
      const scene = sceneOf(view, variant);
      const boxes = shownParts({ placed, waiting }, view).map((part) => drawPart(pen, part, scene));
      return { frame: pen.frame, boxes };
    },
  };
}

/** Returns the parts of a layout that are shown of a view: those for the time before the first value or without a clock, where a layout has them. */
export function shownParts(
  { placed, waiting }: Pick<Placement, "placed" | "waiting">,
  { life, clockSet }: PartialView,
): readonly Placed[] {
  const shown = (life && hasNoValueYet(life) && waiting) || placed;
  return clockSet ? shown : shown.flatMap((part) => part.withoutClock ?? [part]);
}

/** Parts of the view that a widget reads, and what is shown in its place. */
function readsOf({ reads, withoutClock = [] }: Placed): readonly PartKey[] {
  return [...reads, ...withoutClock.flatMap(readsOf)];
}

function sceneOf(view: PartialView, { type }: LayoutVariant): Scene {
  return { view, words: wordsFor(view.locale), format: formatFor(view.locale, view.timeZone), type };
}

function drawPart(pen: FramePen, part: Placed, scene: Scene): Rendered["boxes"][number] {
  pen.begin(part.box);
  part.draw(pen, part.box, scene);
  return { widget: part.widget, box: part.box, texts: pen.taken() };
}
