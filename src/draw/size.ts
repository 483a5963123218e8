import { WattframeError } from "../errors.ts";

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size as text, such as `800x480`: whole numbers of two to four digits. */
export const SIZE_PATTERN = /^[1-9]\d{1,3}x[1-9]\d{1,3}$/u;

/** Predicate of a message about a text that is not a size, to follow the text. */
export const NOT_A_SIZE = "is not a size such as 800x480";

/**
 * Reads a size such as `800x480`.
 * @param name what the text is, for the message: an option, or the text itself
 * @throws WattframeError `USAGE`
 */
export function parseSize(text: string, name = text): Size {
  if (!SIZE_PATTERN.test(text)) throw new WattframeError("USAGE", `${name} ${NOT_A_SIZE}`);
  const [width = 0, height = 0] = text.split("x").map(Number);
  return { width, height };
}

/** Writes a size as it is read: `800x480`. */
export function sizeText({ width, height }: Size): string {
  return `${width}x${height}`;
}

/** Returns whether two sizes are the same. */
export function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** The size after a quarter turn. */
export function turnedSize({ width, height }: Size): Size {
  return { width: height, height: width };
}
