import { type Panel, paletteIdFor, refreshKindsOf } from "../panel/panel.ts";
import { PANELS, type PanelId } from "../panel/panels.ts";
import { GREY_16, type PaletteId, paletteOf } from "../raster/palette.ts";
import type { Surface } from "../raster/surface.ts";

/** Somewhere a layout may hang: a panel, upright or turned by a quarter, with the inks of one kind of its refreshes, or a screen. */
export interface GallerySurface extends Surface {
  /** The panel's id; `-portrait` or `-landscape` follows when it is turned, `-grey4` when it shows four greys. */
  readonly id: string;
  /** The same for people, as in `Waveshare 7.5" V2, portrait`. */
  readonly label: string;
  /** Absent for a screen. */
  readonly panel?: PanelId;
}

/** Usual sizes of framebuffers and of e-readers that fetch their picture. */
const SCREENS = [
  { what: "Screen", width: 480, height: 320 },
  { what: "Screen", width: 1024, height: 600 },
  { what: "Screen", width: 1280, height: 800 },
  { what: "Screen", width: 1920, height: 1080 },
  { what: "E-reader", width: 1448, height: 1072 },
  { what: "E-reader", width: 758, height: 1024 },
] as const;

/** Every surface of every panel, as it is scanned before turned, then screens. */
export const GALLERY_SURFACES: readonly GallerySurface[] = [
  ...PANELS.flatMap(surfacesOf),
  ...SCREENS.map(({ what, width, height }) => ({
    id: `${what.toLowerCase()}-${width}x${height}`,
    label: `${what}, ${width} × ${height}`,
    width,
    height,
    palette: GREY_16,
  })),
];

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
