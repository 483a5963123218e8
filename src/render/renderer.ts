import type { Box } from "../draw/box.ts";
import { WattframeError } from "../errors.ts";
import type { LayoutVariant } from "../layout/layout.ts";
import { type Placed, type Placement, place } from "../layout/place.ts";
import type { Palette } from "../raster/palette.ts";
import { pictureFormat } from "../view/listed-writer.ts";
import { hasNoValueYet } from "../view/parts/life.ts";
import type { PartKey } from "../view/parts.ts";
import type { PartialView } from "../view/view.ts";
import type { Scene } from "../widget/widget.ts";
import { wordsFor } from "../words/languages.ts";
import { FramePen } from "./frame-pen.ts";
import { openLetters } from "./open-letters.ts";
import { paintedAfter, paintedWhole, type Rendered, recordedPart } from "./rendered.ts";

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

/** Draws one layout at one size, again and again. */
export interface Renderer {
  /** Parts of the view that the layout's widgets read. */
  readonly parts: readonly PartKey[];
  /**
   * Draws a picture. It is the same with and without the one before, of which what did not change need not be drawn again.
   * @param view has at least these parts
   * @param before any picture; the very same comes back where nothing changed
   */
  draw(view: PartialView, before?: Rendered): Rendered;
}

/**
 * A renderer of a layout.
 * @throws WattframeError `LAYOUT_OVERFLOW` when the variant's parts do not fit, `FONT_MISSING`
 */
export async function createRenderer(settings: RenderSettings): Promise<Renderer> {
  const letters = openLetters(settings.fontsFolder);
  const { variant, palette } = settings;
  const { placed, waiting, misplaced } = place(variant);
  if (misplaced[0]) throw new WattframeError("LAYOUT_OVERFLOW", misplaced[0].message);
  // One frame for all pictures: of what is on it only what was drawn this time counts.
  const pen = new FramePen(letters, variant, settings);
  return {
    parts: [...new Set([...placed, ...(waiting ?? [])].flatMap(readsOf))],
    draw: (view, before) => {
      pen.taken(); // what a drawing that failed left behind
      const scene = sceneOf(view, variant);
      const parts = shownParts({ placed, waiting }, view).map((part) => recordedPart(part, pen, scene));
      return (before && paintedAfter(before, parts, pen)) ?? paintedWhole(parts, pen, palette);
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
  return { view, words: wordsFor(view.locale), format: pictureFormat(view.locale, view.timeZone), type };
}
