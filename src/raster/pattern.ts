/** Rows of a small tile, `#` ink and `.` paper. */
export type Pattern = readonly string[];

/**
 * Fixed patterns for fills. They are tiled from the picture's own origin, so that equal fills meet without a seam
 * wherever they lie. `dots`, `quarter`, `half` and `threeQuarters` stand for shades; `hatch` rises, `veil` falls.
 */
export const PATTERNS = {
  dots: ["#.......", "........", "........", "........", "....#...", "........", "........", "........"],
  quarter: ["#.", ".."],
  half: ["#.", ".#"],
  threeQuarters: ["##", "#."],
  hatch: ["...#", "..#.", ".#..", "#..."],
  veil: ["#.....", ".#....", "..#...", "...#..", "....#.", ".....#"],
} as const satisfies Readonly<Record<string, Pattern>>;

/** Whether a pattern has ink at a pixel of the picture. */
export function isInked(pattern: Pattern, x: number, y: number): boolean {
  const row = pattern[y % pattern.length] ?? "";
  return row[x % row.length] === "#";
}
