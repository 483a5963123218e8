import type { RefObject } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { drawLoupe, LOUPE_SIZE } from "./draw-loupe.ts";
import { inkName } from "./ink-name.ts";
import type { Look } from "./look.ts";
import type { Pixel } from "./move-cursor.ts";
import type { Picture } from "./picture.ts";
import { placeLoupe } from "./place-loupe.ts";

/** Where the loupe is held, and over what. */
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
  const text = isOpen ? `x ${cursor.x}, y ${cursor.y}: ${inkName(picture.palette.inks[ink] ?? 0)} (ink ${ink})` : "";
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
