import { type Size, sameSize } from "../draw/size.ts";

/** Least and greatest length along one axis, pixels; the same where only one fits. */
interface Extent {
  readonly least: number;
  readonly most: number;
}

/** Sizes that one composition is made for. */
export interface SizeRange {
  readonly width: Extent;
  readonly height: Extent;
}

/** One size such as `800x480`, or a range along one axis or both such as `640-799x480`: whole numbers of two to four digits. */
export const RANGE_PATTERN = /^[1-9]\d{1,3}(?:-[1-9]\d{1,3})?x[1-9]\d{1,3}(?:-[1-9]\d{1,3})?$/u;

/** Reads a text that fits {@link RANGE_PATTERN}. */
export function parseSizeRange(text: string): SizeRange {
  const [width, height] = text.split("x").map(extentOf);
  return { width: width ?? extentOf(""), height: height ?? extentOf("") };
}

function extentOf(text: string): Extent {
  const [least = 0, most = least] = text.split("-").map(Number);
  return { least, most };
}

/** Returns whether a range holds any size: its ends are not before its beginnings. */
export function isOrdered({ width, height }: SizeRange): boolean {
  return width.least <= width.most && height.least <= height.most;
}

/** Returns whether a size lies within a range, its ends included. */
export function holdsSize(range: SizeRange, { width, height }: Size): boolean {
  return holds(range.width, width) && holds(range.height, height);
}

/** The smallest size that both ranges hold; undefined where they have none in common. */
export function commonSize(a: SizeRange, b: SizeRange): Size | undefined {
  const size = {
    width: Math.max(a.width.least, b.width.least),
    height: Math.max(a.height.least, b.height.least),
  };
  return holdsSize(a, size) && holdsSize(b, size) ? size : undefined;
}

/** Returns whether a range holds one size alone. */
export function isSingleSize(range: SizeRange): boolean {
  return sameSize(leastSize(range), greatestSize(range));
}

/** The smallest size of a range. */
export function leastSize({ width, height }: SizeRange): Size {
  return { width: width.least, height: height.least };
}

/** The greatest size of a range. */
export function greatestSize({ width, height }: SizeRange): Size {
  return { width: width.most, height: height.most };
}

function holds({ least, most }: Extent, length: number): boolean {
  return least <= length && length <= most;
}
