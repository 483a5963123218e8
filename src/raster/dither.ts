import type { Frame } from "./frame.ts";
import type { Palette } from "./palette.ts";
import type { Raster } from "./raster.ts";
import { TO_LINEAR } from "./srgb.ts";

/**
 * A frame in a palette's inks, its shades kept by error diffusion: serpentine Floyd–Steinberg in linear light, against
 * the inks as they are seen on glass where those are known. For photographs only; it frays text and fills.
 */
export function dither(frame: Frame, palette: Palette, inks: readonly number[] = palette.inks): Raster {
  const { width, height } = frame;
  const linear = inks.map(linearOf);
  const pixels = new Uint8Array(width * height);
  // Errors of this row and the next, three channels a pixel, one pixel of margin at both ends.
  let current = new Float32Array(3 * (width + 2));
  let below = new Float32Array(3 * (width + 2));
  for (let y = 0; y < height; y++) {
    const step = y % 2 === 0 ? 1 : -1;
    for (let k = 0; k < width; k++) {
      const x = step === 1 ? k : width - 1 - k;
      const error = errorAt(frame.pixels[y * width + x] as number, current, 3 * (x + 1));
      const ink = nearest(error, linear);
      pixels[y * width + x] = ink;
      spread(error, linear[ink] as Linear, { current, below, at: 3 * (x + 1), step: 3 * step });
    }
    [current, below] = [below, current.fill(0)];
  }
  return { width, height, palette, pixels };
}

type Linear = readonly [red: number, green: number, blue: number];

function linearOf(rgb: number): Linear {
  return [
    TO_LINEAR[(rgb >>> 16) & 0xff] as number,
    TO_LINEAR[(rgb >>> 8) & 0xff] as number,
    TO_LINEAR[rgb & 0xff] as number,
  ];
}

/** Reused for every pixel: the light wanted there, and later the error that is left. */
const wanted = new Float32Array(3);

function errorAt(rgb: number, errors: Float32Array, at: number): Float32Array {
  wanted[0] = (TO_LINEAR[(rgb >>> 16) & 0xff] as number) + (errors[at] as number);
  wanted[1] = (TO_LINEAR[(rgb >>> 8) & 0xff] as number) + (errors[at + 1] as number);
  wanted[2] = (TO_LINEAR[rgb & 0xff] as number) + (errors[at + 2] as number);
  return wanted;
}

function nearest(light: Float32Array, inks: readonly Linear[]): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < inks.length; i++) {
    const ink = inks[i] as Linear;
    const red = (light[0] as number) - ink[0];
    const green = (light[1] as number) - ink[1];
    const blue = (light[2] as number) - ink[2];
    const distance = red * red + green * green + blue * blue;
    if (distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  return best;
}

interface Neighbours {
  readonly current: Float32Array;
  readonly below: Float32Array;
  readonly at: number;
  readonly step: number;
}

/** Shares 7, 3, 5 and 1 sixteenths: ahead, then below behind, below and below ahead. @source Floyd and Steinberg, 1976 */
function spread(light: Float32Array, ink: Linear, { current, below, at, step }: Neighbours): void {
  for (let channel = 0; channel < 3; channel++) {
    const sixteenth = ((light[channel] as number) - (ink[channel] as number)) / 16;
    if (sixteenth === 0) continue;
    const here = at + channel;
    current[here + step] = (current[here + step] as number) + 7 * sixteenth;
    below[here - step] = (below[here - step] as number) + 3 * sixteenth;
    below[here] = (below[here] as number) + 5 * sixteenth;
    below[here + step] = (below[here + step] as number) + sixteenth;
  }
}
