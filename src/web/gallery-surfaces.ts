import { type Panel, paletteIdFor, refreshKindsOf } from "../panel/panel.ts";
import { PANELS, type PanelId } from "../panel/panels.ts";
import { type PaletteId, paletteOf } from "../raster/palette.ts";
import type { Surface } from "../raster/surface.ts";

/** Somewhere a layout may hang: a panel, upright or turned by a quarter, with the inks of one kind of its refreshes. */
export interface GallerySurface extends Surface {
  /** The panel's id; `-portrait` or `-landscape` follows when it is turned, `-grey4` when it shows four greys. */
  readonly id: string;
  /** The same for people, as in `Waveshare 7.5" V2, portrait`. */
  readonly label: string;
  readonly panel: PanelId;
}

/** Every surface of every panel, as it is scanned before turned. */
export const GALLERY_SURFACES: readonly GallerySurface[] = PANELS.flatMap(surfacesOf);

function surfacesOf(panel: Panel & { readonly id: PanelId }): GallerySurface[] {
  const { width, height } = panel;
  const way = width > height ? "portrait" : "landscape";
  const turned = { suffix: `-${way}`, words: `, ${way}`, width: height, height: width };
  const ways = [{ suffix: "", words: "", width, height }, ...(width === height ? [] : [turned])];
  return ways.flatMap(({ suffix, words, ...size }) =>
    inksOf(panel).map((inks) => ({
      id: `${panel.id}${suffix}${inks.suffix}`,
      label: `${panel.name}${words}${inks.words}`,
      panel: panel.id,
      ...size,
      palette: paletteOf(inks.palette),
    })),
  );
}

/** The panel's own inks, and the four greys where it has a refresh for them. */
function inksOf(panel: Panel): { suffix: string; words: string; palette: PaletteId }[] {
  const own = { suffix: "", words: "", palette: panel.palette };
  const greys = { suffix: "-grey4", words: ", four greys", palette: paletteIdFor(panel, "grey4") };
  return refreshKindsOf(panel).includes("grey4") ? [own, greys] : [own];
}
