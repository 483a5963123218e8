/** Index of the ink nearest to a colour, both 0xRRGGBB, by distance in sRGB; the lower index wins a tie. */
export function nearestInk(rgb: number, inks: readonly number[]): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  inks.forEach((ink, index) => {
    const red = (rgb >>> 16) - (ink >>> 16);
    const green = ((rgb >>> 8) & 0xff) - ((ink >>> 8) & 0xff);
    const blue = (rgb & 0xff) - (ink & 0xff);
    const distance = red * red + green * green + blue * blue;
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  });
  return best;
}
