/** A colour 0xRRGGBB as style sheets write it. */
export function cssColour(rgb: number): string {
  return `#${rgb.toString(16).padStart(6, "0")}`;
}
