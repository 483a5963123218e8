/** Rows of a small tile, `#` ink and `.` paper. */
export type Pattern = readonly string[];

/**
 * Patterns for fills, tiled from the picture's own origin, so that neighbours with the same fill join without a seam.
 * `dots`, `quarter`, `half` and `threeQuarters` are shades, `hatch` is rising lines, `veil` wide falling ones. By convention
 * `half` is import, `hatch` export, `veil` out of date, `quarter` a direction that is not known, `dots` a bar's empty track.
 */
export const PATTERNS = {
  dots: ["#.......", "........", "........", "........", "....#...", "........", "........", "........"],
  quarter: ["#.", ".."],
  half: ["#.", ".#"],
  threeQuarters: ["##", "#."],
  hatch: ["...#", "..#.", ".#..", "#..."],
  veil: ["#.....", ".#....", "..#...", "...#..", "....#.", ".....#"],
} as const satisfies Readonly<Record<string, Pattern>>;

/** Name of a pattern. */
export type PatternName = keyof typeof PATTERNS;

/** Returns whether a pattern has ink at a pixel of the picture. */
export function isInked(pattern: Pattern, x: number, y: number): boolean {
  const row = pattern[y % pattern.length] ?? "";
  return row[x % row.length] === "#";
}
