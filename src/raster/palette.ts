/** What a widget draws with: a role, not a colour. Each palette resolves every role to one of its inks. */
export const INK_ROLES = ["paper", "ink", "muted", "alert", "accent"] as const;

/** A role of ink. `muted` is for what is secondary, `alert` for what needs a hand, `accent` for what may please. */
export type InkRole = (typeof INK_ROLES)[number];

/** The colours that a panel has. Index i of a raster means `inks[i]`. */
export interface Palette {
  readonly id: string;
  /** Bits that one pixel takes in a PNG of this palette: 1, 2 or 4. */
  readonly bits: 1 | 2 | 4;
  /** Ideal colours, 0xRRGGBB, as drawn with and as written to files. */
  readonly inks: readonly number[];
  /** The same inks as seen on glass, 0xRRGGBB, for previews. */
  readonly seen: readonly number[];
  /** Index of the ink that each role becomes. */
  readonly roles: Readonly<Record<InkRole, number>>;
  /** Whether edges may be smoothed: true only where the inks hold the steps between black and white. */
  readonly antialias: boolean;
}

/** Two colours: index 0 is black, 1 is white. @source display brief: solid black, paper, fixed hatches */
export const BLACK_WHITE = {
  id: "black-white",
  bits: 1,
  inks: [0x000000, 0xffffff],
  seen: [0x1b1b1b, 0xe4e3dc],
  roles: { paper: 1, ink: 0, muted: 0, alert: 0, accent: 0 },
  antialias: false,
} as const satisfies Palette;

/** Every palette, the default first. */
export const PALETTES: readonly Palette[] = [BLACK_WHITE];

/** The palette of this name, or undefined. */
export function paletteOf(id: string): Palette | undefined {
  return PALETTES.find((palette) => palette.id === id);
}
