/** Rows of a small tile, `#` ink and `.` paper. */
export type Pattern = readonly string[];

/**
 * Patterns for fills, tiled from the picture's own origin, so that neighbours with the same fill join without a seam.
 * `hatch` is what goes out, and what is expected of a bar that still grows; `quarter` and `half` are shades.
 */
export const PATTERNS = {
  quarter: ["#.", ".."],
  half: ["#.", ".#"],
  hatch: ["##....", "#....#", "....##", "...##.", "..##..", ".##..."],
} as const satisfies Readonly<Record<string, Pattern>>;

/** Name of a pattern. */
export type PatternName = keyof typeof PATTERNS;

/** Returns whether a pattern has ink at a pixel of the picture. */
export function isInked(pattern: Pattern, x: number, y: number): boolean {
  const row = pattern[y % pattern.length] ?? "";
  return row[x % row.length] === "#";
}
