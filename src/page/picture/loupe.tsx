import type { RefObject } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { coloursOf, cssColour, inkName, type Look } from "./inks.ts";
import type { Pixel } from "./move-cursor.ts";
import type { Picture } from "./picture.ts";

/** Place of the loupe, and the picture under it. */
interface LoupeProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly picture: Picture | undefined;
  readonly look: Look;
  /** The pixel in its middle; absent: it is put away. */
  readonly cursor: Pixel | undefined;
  /** CSS pixels per pixel of the picture. */
  readonly scale: number;
}

/** A loupe over a picture: a few pixels, each large, with a grid; which pixel the middle one is and what ink it has. */
export function Loupe({ canvas, picture, look, cursor, scale }: LoupeProps) {
  useScroll(cursor !== undefined);
  const lens = useRef<HTMLCanvasElement>(null);
  const shown = canvas.current?.getBoundingClientRect();
  const isOpen = picture !== undefined && cursor !== undefined && shown !== undefined;
  useEffect(() => {
    const context = lens.current?.getContext("2d");
    if (context && picture !== undefined && cursor !== undefined) drawLoupe(context, picture, cursor, look);
  }, [picture, cursor, look]);
  const ink = isOpen ? (picture.pixels[cursor.y * picture.width + cursor.x] ?? 0) : 0;
  const words = useLanguage().page.viewer;
  const name = isOpen ? inkName(picture.palette.inks[ink] ?? 0, words) : "";
  const text = isOpen ? fill(words.pixel, { x: String(cursor.x), y: String(cursor.y), name, ink: String(ink) }) : "";
  const said = useSettled(text);
  return (
    <>
      {isOpen && (
        <div class="loupe" style={placeLoupe(shown, cursor, scale)} aria-hidden="true" data-loupe>
          <canvas ref={lens} width={LOUPE_SIZE} height={LOUPE_SIZE} />
          <p>{text}</p>
        </div>
      )}
      <p class="unseen" role="status">
        {said}
      </p>
    </>
  );
}

/** Looks again whenever anything scrolls: the loupe stands in the window, the picture moves. */
function useScroll(isOpen: boolean): void {
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!isOpen) return;
    const follow = () => look(undefined);
    addEventListener("scroll", follow, { capture: true, passive: true });
    return () => removeEventListener("scroll", follow, { capture: true });
  }, [isOpen]);
}

/** The text once it has stood for a moment: a loupe in motion would be read out without end. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

const DISTANCE = 20;
const CAPTION = 44; // its text and its border

/** Place of the loupe in the window: beside the pixel it shows, on the side with room. */
export function placeLoupe({ left, top }: DOMRect, { x, y }: Pixel, scale: number): { left: string; top: string } {
  const side = (at: number, size: number, room: number) => {
    const after = at + DISTANCE;
    const before = at - DISTANCE - size;
    return after + size <= room ? after : Math.max(before, Math.max(0, Math.min(after, room - size)));
  };
  const atX = side(left + (x + 0.5) * scale, LOUPE_SIZE + 10, document.documentElement.clientWidth);
  const atY = side(top + (y + 0.5) * scale, LOUPE_SIZE + CAPTION, innerHeight);
  return { left: `${Math.round(atX)}px`, top: `${Math.round(atY)}px` };
}

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
