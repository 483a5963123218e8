import type { Box } from "../draw/box.ts";
import type { Size } from "../draw/size.ts";
import type { Raster } from "./raster.ts";

/** Clockwise turns in degrees. */
export const TURNS = [0, 90, 180, 270] as const;

/** A clockwise turn in degrees. */
export type Turn = (typeof TURNS)[number];

/** Tells whether a turn exchanges width and height. */
export function isSideways(degrees: Turn): boolean {
  return degrees === 90 || degrees === 270;
}

/** The raster turned clockwise: after 90 its left edge is on top. Turned by 0 it is the same object. */
export function turn(raster: Raster, degrees: Turn): Raster {
  const { width, height } = raster;
  switch (degrees) {
    case 0:
      return raster;
    case 90:
      return mapped(raster, height, width, (x, y) => (height - 1 - x) * width + y);
    case 180:
      return mapped(raster, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
    case 270:
      return mapped(raster, height, width, (x, y) => x * width + (width - 1 - y));
  }
}

/** Returns where a box of a picture of this size lies after the picture was turned clockwise. */
export function turnBox(box: Box, degrees: Turn, size: Size): Box {
  const { x, y, width, height } = box;
  const right = size.width - x - width;
  const below = size.height - y - height;
  switch (degrees) {
    case 0:
      return box;
    case 90:
      return { x: below, y: x, width: height, height: width };
    case 180:
      return { x: right, y: below, width, height };
    case 270:
      return { x: y, y: right, width: height, height: width };
  }
}

/** The raster with left and right exchanged. */
export function mirror(raster: Raster): Raster {
  const { width, height } = raster;
  return mapped(raster, width, height, (x, y) => y * width + (width - 1 - x));
}

function mapped(raster: Raster, width: number, height: number, from: (x: number, y: number) => number): Raster {
  const pixels = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      pixels[i] = raster.pixels[from(x, y)] as number;
    }
  }
  return { ...raster, width, height, pixels };
}
