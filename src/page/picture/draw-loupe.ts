import { cssColour } from "./css-colour.ts";
import { coloursOf, type Look } from "./look.ts";
import type { Pixel } from "./move-cursor.ts";
import type { Picture } from "./picture.ts";

const ACROSS = 15;
const CELL = 12;

/** Width and height of the loupe's lens, CSS pixels: the cells and one line more than there are cells. */
export const LOUPE_SIZE = ACROSS * CELL + 1;

/** Draws the pixels around one of them, each as a cell of a grid; what lies outside the picture stays clear. */
export function drawLoupe(
  context: CanvasRenderingContext2D,
  { width, height, pixels, palette }: Picture,
  { x, y }: Pixel,
  look: Look,
): void {
  const colours = coloursOf(palette, look);
  const reach = (ACROSS - 1) / 2;
  context.clearRect(0, 0, LOUPE_SIZE, LOUPE_SIZE);
  for (let row = 0; row < ACROSS; row++) {
    for (let column = 0; column < ACROSS; column++) {
      const [atX, atY] = [x - reach + column, y - reach + row];
      if (atX < 0 || atY < 0 || atX >= width || atY >= height) continue;
      context.fillStyle = cssColour(colours[pixels[atY * width + atX] ?? 0] ?? 0);
      context.fillRect(column * CELL, row * CELL, CELL + 1, CELL + 1);
    }
  }
  context.strokeStyle = "rgb(128 128 128 / 45%)";
  context.lineWidth = 1;
  context.beginPath();
  for (let line = 0; line <= ACROSS; line++) {
    const at = line * CELL + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, LOUPE_SIZE);
    context.moveTo(0, at);
    context.lineTo(LOUPE_SIZE, at);
  }
  context.stroke();
  context.strokeStyle = "#d0342c";
  context.lineWidth = 2;
  context.strokeRect(reach * CELL + 0.5, reach * CELL + 0.5, CELL, CELL);
}
