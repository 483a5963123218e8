import type { Pen } from "../draw/pen.ts";

/** The disc that leaves the crescent when it is taken away: its centre from the moon's, and its radius, in radii. */
const SHADOW = { x: 0.42, y: -0.34, radius: 0.84 } as const;

/** Draws a moon, the sign of a display that rests, in a square whose top left corner is at x and y. */
export function drawMoon(pen: Pen, x: number, y: number, size: number): void {
  const radius = size / 2;
  const isMoon = (column: number, row: number) => {
    const [dx, dy] = [column + 0.5 - radius, row + 0.5 - radius];
    const isShadow = Math.hypot(dx - SHADOW.x * radius, dy - SHADOW.y * radius) < SHADOW.radius * radius;
    return Math.hypot(dx, dy) <= radius && !isShadow;
  };
  for (let row = 0; row < size; row++) {
    let from: number | undefined;
    for (let column = 0; column <= size; column++) {
      const isInk = column < size && isMoon(column, row);
      if (isInk) from ??= column;
      else if (from !== undefined) {
        pen.fill({ x: x + from, y: y + row, width: column - from, height: 1 });
        from = undefined;
      }
    }
  }
}
