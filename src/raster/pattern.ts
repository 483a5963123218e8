/** Rows of a small tile, the leftmost pixel in the highest of its bits; a set bit is ink, a clear one paper. */
export interface Pattern {
  /** Width and height of the tile. */
  readonly size: 2 | 4;
  readonly rows: readonly number[];
}

/**
 * Fixed patterns for fills, from light to dark, then hatches. They are tiled from the picture's own origin, so that
 * equal fills meet without a seam wherever they lie.
 */
export const PATTERNS = {
  grey12: { size: 4, rows: [0b1000, 0b0000, 0b0010, 0b0000] },
  grey25: { size: 2, rows: [0b10, 0b00] },
  grey50: { size: 2, rows: [0b10, 0b01] },
  grey75: { size: 2, rows: [0b11, 0b10] },
  diagonal: { size: 4, rows: [0b0001, 0b0010, 0b0100, 0b1000] },
  backDiagonal: { size: 4, rows: [0b1000, 0b0100, 0b0010, 0b0001] },
  horizontal: { size: 4, rows: [0b1111, 0b0000, 0b0000, 0b0000] },
  vertical: { size: 4, rows: [0b1000, 0b1000, 0b1000, 0b1000] },
  grid: { size: 4, rows: [0b1111, 0b1000, 0b1000, 0b1000] },
} as const satisfies Readonly<Record<string, Pattern>>;

/** The name of a pattern. */
export type PatternName = keyof typeof PATTERNS;

/** Whether a pattern has ink at a pixel of the picture. */
export function isInked({ size, rows }: Pattern, x: number, y: number): boolean {
  const row = rows[y % size] ?? 0;
  return ((row >> (size - 1 - (x % size))) & 1) === 1;
}
