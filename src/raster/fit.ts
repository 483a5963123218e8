import type { Frame } from "./frame.ts";

/** How a picture of another size comes into a panel's. `none`: it must have the size. `contain`: whole, with paper beside it. `cover`: it fills the panel, what hangs over is cut off. */
export const FITS = ["none", "contain", "cover"] as const;

/** One of {@link FITS}. */
export type Fit = (typeof FITS)[number];

const WHITE = 0xffffff;

/** A frame of the wanted size, the picture scaled evenly and centred, each pixel the mean of what it covers. With `none` the frame as it is. */
export function fitFrame(frame: Frame, size: { readonly width: number; readonly height: number }, fit: Fit): Frame {
  const { width, height } = size;
  if (fit === "none" || (frame.width === width && frame.height === height)) return frame;
  const ratios = [width / frame.width, height / frame.height];
  const scale = fit === "contain" ? Math.min(...ratios) : Math.max(...ratios);
  const left = (width - frame.width * scale) / 2;
  const top = (height - frame.height * scale) / 2;
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = meanOf(frame, (x - left) / scale, (y - top) / scale, 1 / scale);
    }
  }
  return { width, height, pixels };
}

/** Mean colour of a square of `side` source pixels whose corner is at x, y; at least the pixel in its middle; white outside the frame. */
function meanOf({ width, height, pixels }: Frame, x: number, y: number, side: number): number {
  const middleX = Math.floor(x + side / 2);
  const middleY = Math.floor(y + side / 2);
  if (middleX < 0 || middleY < 0 || middleX >= width || middleY >= height) return WHITE;
  if (side <= 1) return pixels[middleY * width + middleX] as number;
  const sum = [0, 0, 0];
  let count = 0;
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(height, Math.max(y + side, Math.floor(y) + 1)); row++) {
    for (let column = Math.max(0, Math.floor(x)); column < Math.min(width, x + side); column++, count++) {
      const rgb = pixels[row * width + column] as number;
      sum[0] = (sum[0] as number) + ((rgb >>> 16) & 0xff);
      sum[1] = (sum[1] as number) + ((rgb >>> 8) & 0xff);
      sum[2] = (sum[2] as number) + (rgb & 0xff);
    }
  }
  const [red, green, blue] = sum.map((total) => Math.round(total / count)) as [number, number, number];
  return (red << 16) | (green << 8) | blue;
}
