/** Bytes to look for: each its value, or any where it is absent. */
export type BytePattern = readonly (number | undefined)[];

/** A pattern written as two hex digits a byte, `..` for any byte: `68 .. .. 68`. */
export function bytePattern(text: string): BytePattern {
  return text.split(" ").map((digits) => (digits === ".." ? undefined : Number.parseInt(digits, 16)));
}

/** The places at which bytes fit a pattern, in order. */
export function placesOf(pattern: BytePattern, bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at + pattern.length <= bytes.length; at++) {
    if (pattern.every((byte, i) => byte === undefined || byte === bytes[at + i])) places.push(at);
  }
  return places;
}
