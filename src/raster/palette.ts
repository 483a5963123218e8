/** Kinds of palettes by what they can show beside black and white; the looks of a picture depend on it alone. */
export type PaletteKind = "one-bit" | "grey-4" | "grey-16" | "red" | "yellow" | "colour";

/** The colours of a panel. Index i of a raster means `inks[i]`. */
export interface Palette {
  readonly id: string;
  readonly kind: PaletteKind;
  /** Bits that one pixel takes in a PNG of this palette: 1, 2 or 4. */
  readonly bits: 1 | 2 | 4;
  /** Ideal colours, 0xRRGGBB, as drawn with and as written to files. */
  readonly inks: readonly number[];
  /** The same inks as seen on glass, 0xRRGGBB, for previews. */
  readonly seen: readonly number[];
  /** Lowest level of grey, 0..255, that becomes each ink after the first; absent means midway between neighbours. Grey palettes only, inks from dark to light. */
  readonly thresholds?: readonly number[];
  /** Index of the blank picture's ink, and of what is written on it. */
  readonly roles: { readonly paper: number; readonly ink: number };
  /** True where edges may be smoothed, since the inks hold steps between black and white. */
  readonly antialias: boolean;
}

/** Two colours: index 0 is black, 1 is white. @source display brief: solid black, paper, fixed hatches */
export const BLACK_WHITE = {
  id: "black-white",
  kind: "one-bit",
  bits: 1,
  inks: [0x000000, 0xffffff],
  seen: [0x1b1b1b, 0xe4e3dc],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/**
 * Four greys, black first. Inks are the levels of a 2-bit PNG; thresholds also take pictures made for 0x80 and 0xC0,
 * the levels that the makers of such panels use.
 */
export const GREY_4 = {
  id: "grey-4",
  kind: "grey-4",
  bits: 2,
  inks: [0x000000, 0x555555, 0xaaaaaa, 0xffffff],
  seen: [0x1b1b1b, 0x646462, 0xa8a7a3, 0xe4e3dc],
  thresholds: [0x40, 0x96, 0xe0],
  roles: { paper: 3, ink: 0 },
  antialias: true,
} as const satisfies Palette;

/** Sixteen greys, black first: the levels of a 4-bit PNG. */
export const GREY_16 = {
  id: "grey-16",
  kind: "grey-16",
  bits: 4,
  inks: Array.from({ length: 16 }, (_, level) => level * 0x111111),
  seen: Array.from({ length: 16 }, (_, level) => blend(0x1b1b1b, 0xe4e3dc, level / 15)),
  roles: { paper: 15, ink: 0 },
  antialias: true,
} as const satisfies Palette;

/** Black, white and red: what is over its limit is red. */
export const BLACK_WHITE_RED = {
  id: "black-white-red",
  kind: "red",
  bits: 2,
  inks: [0x000000, 0xffffff, 0xff0000],
  seen: [0x1b1b1b, 0xe4e3dc, 0xa02020],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/** Black, white and yellow. Yellow on paper is too faint for what must be read: it fills areas that have an edge. */
const BLACK_WHITE_YELLOW = {
  id: "black-white-yellow",
  kind: "yellow",
  bits: 2,
  inks: [0x000000, 0xffffff, 0xffff00],
  seen: [0x1b1b1b, 0xe4e3dc, 0xc9a21a],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/** Black, white, yellow and red, in the order of the four-colour panels' own codes. */
const BLACK_WHITE_YELLOW_RED = {
  id: "black-white-yellow-red",
  kind: "colour",
  bits: 2,
  inks: [0x000000, 0xffffff, 0xffff00, 0xff0000],
  seen: [0x1b1b1b, 0xe4e3dc, 0xcfb01e, 0xa02020],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/**
 * Six inks of Spectra 6: black, white, yellow, red, blue, green.
 * @source seen colours: measured values published with epaper-image-convert, black from pimoroni/inky
 */
export const SPECTRA_6 = {
  id: "spectra-6",
  kind: "colour",
  bits: 4,
  inks: [0x000000, 0xffffff, 0xffff00, 0xff0000, 0x0000ff, 0x00ff00],
  seen: [0x000000, 0xbec8c8, 0xcdca00, 0x871300, 0x05409e, 0x27663c],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/** Seven inks of ACeP: black, white, green, blue, red, yellow, orange. Seen colours are from memory of photographs, not measured. */
const ACEP_7 = {
  id: "acep-7",
  kind: "colour",
  bits: 4,
  inks: [0x000000, 0xffffff, 0x00ff00, 0x0000ff, 0xff0000, 0xffff00, 0xff8000],
  seen: [0x1c181c, 0xd9d6cf, 0x1d5a3a, 0x27408b, 0x9c2a26, 0xd9b82a, 0xb9642a],
  roles: { paper: 1, ink: 0 },
  antialias: false,
} as const satisfies Palette;

/** Every palette, the default first. */
export const PALETTES = [
  BLACK_WHITE,
  GREY_4,
  GREY_16,
  BLACK_WHITE_RED,
  BLACK_WHITE_YELLOW,
  BLACK_WHITE_YELLOW_RED,
  SPECTRA_6,
  ACEP_7,
] as const satisfies readonly Palette[];

/** Name of a palette. */
export type PaletteId = (typeof PALETTES)[number]["id"];

/** Names of all palettes, the default first. */
export const PALETTE_IDS: readonly PaletteId[] = PALETTES.map(({ id }) => id);

/** Returns the palette of a name; undefined for a name that none has. */
export function paletteOf(id: PaletteId): Palette;
export function paletteOf(id: string): Palette | undefined;
export function paletteOf(id: string): Palette | undefined {
  return PALETTES.find((palette) => palette.id === id);
}

/** The colour a share of the way between two, all 0xRRGGBB. */
function blend(from: number, to: number, share: number): number {
  return [16, 8, 0].reduce((rgb, shift) => {
    const start = (from >>> shift) & 0xff;
    const end = (to >>> shift) & 0xff;
    return rgb | (Math.round(start + (end - start) * share) << shift);
  }, 0);
}
