import type { Palette } from "./palette.ts";

/** Tables already computed, `null` where the palette holds a colour. */
const tables = new WeakMap<Palette, Uint8Array | null>();

/**
 * Ink index of each of the 256 levels of grey, or undefined when the palette holds a colour.
 * An ink begins at the palette's own threshold, or midway to the next darker ink when it names none.
 */
export function greyLevels(palette: Palette): Uint8Array | undefined {
  const known = tables.get(palette);
  if (known !== undefined) {
    return known ?? undefined;
  }
  const levels = palette.inks.every(isGrey) ? levelsOf(palette) : null;
  tables.set(palette, levels);
  return levels ?? undefined;
}

/** Tells whether a colour, 0xRRGGBB, has no hue. */
function isGrey(rgb: number): boolean {
  return rgb === (rgb & 0xff) * 0x010101;
}

function levelsOf({ inks, thresholds }: Palette): Uint8Array {
  const starts =
    thresholds ?? inks.slice(1).map((ink, i) => Math.ceil(((ink & 0xff) + ((inks[i] as number) & 0xff)) / 2));
  return Uint8Array.from({ length: 256 }, (_, level) => starts.filter((start) => level >= start).length);
}
