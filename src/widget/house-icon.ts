import type { Box } from "../draw/box.ts";
import type { Pen } from "../draw/pen.ts";

/** Width of the icon to its height. */
const PROPORTION = 1.6;
/** Shares of the icon's height: thickness of a line, height of the roof, half a roof's width, half an arrow head's height. */
const LINE = 0.13;
const ROOF = 0.62;
const EAVES = 0.6;
const HEAD = 0.19;

/** Width of an icon of one height, pixels. */
export function iconWidth(height: number): number {
  return Math.round(height * PROPORTION);
}

/** A house with an arrow: into it for what comes from the grid, out of it for what goes there. */
export function drawHouse(pen: Pen, x: number, y: number, height: number, direction: "in" | "out"): void {
  const line = Math.max(2, Math.round(height * LINE));
  const half = Math.round(height * EAVES);
  const middle = direction === "in" ? x + iconWidth(height) - half : x + half;
  const arrow = arrowOf(x, y, height, direction);
  drawRoof(pen, { middle, y, half, height: Math.round(height * ROOF), line });
  drawWalls(pen, { middle, y, half, height, line });
  if (direction === "out")
    for (const row of arrow) pen.fill({ x: row.x - 3, y: row.y - 3, width: row.width + 6, height: 7 }, "paper");
  for (const row of arrow) pen.fill(row);
}

function drawRoof(
  pen: Pen,
  { middle, y, half, height, line }: { middle: number; y: number; half: number; height: number; line: number },
): void {
  const slope = half / height;
  const across = Math.round(line * 2.3);
  for (let row = 0; row < height; row++) {
    const outer = Math.min(half, Math.round((row + 1) * slope));
    const inner = Math.max(0, outer - across);
    pen.fill({ x: middle - outer, y: y + row, width: outer - inner, height: 1 });
    pen.fill({ x: middle + inner, y: y + row, width: outer - inner, height: 1 });
  }
}

function drawWalls(
  pen: Pen,
  { middle, y, half, height, line }: { middle: number; y: number; half: number; height: number; line: number },
): void {
  const inside = Math.round(half * 0.69);
  const top = y + Math.round(height * ROOF) - line;
  const wall = { y: top, width: line, height: y + height - top };
  pen.fill({ x: middle - inside, ...wall });
  pen.fill({ x: middle + inside - line, ...wall });
  pen.fill({ x: middle - inside, y: y + height - line, width: 2 * inside, height: line });
}

/** Rows of an arrow to the right. */
function arrowOf(x: number, y: number, height: number, direction: "in" | "out"): Box[] {
  const width = iconWidth(height);
  const half = Math.round(height * HEAD);
  const shaft = Math.max(1, Math.round(height * LINE * 0.65));
  const from = direction === "in" ? x : x + Math.round(width * 0.33);
  const to = direction === "in" ? x + Math.round(width * 0.68) : x + width;
  const centre = y + Math.round(height * 0.66);
  return Array.from({ length: 2 * half + 1 }, (_, i) => {
    const off = Math.abs(i - half);
    const tip = to - Math.round(off * 1.15);
    const base = to - Math.round(half * 1.15) - 1;
    const left = off <= shaft ? from : base;
    return { x: left, y: centre - half + i, width: Math.max(0, tip - left), height: 1 };
  });
}
