import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { moveCursor, type Pixel } from "./move-cursor.ts";

/** The pixel in the middle of the loupe, and whether keys brought it there. */
export interface Cursor extends Pixel {
  readonly byKeys: boolean;
}

/**
 * Place of the loupe, and the handlers that move it: a hovering mouse, a tap, the arrow keys.
 * @param size of the picture, in its pixels
 */
export function useLoupe(
  canvas: RefObject<HTMLCanvasElement | null>,
  size: { readonly width: number; readonly height: number },
) {
  const [cursor, setCursor] = useState<Cursor>();
  const close = () => setCursor(undefined);
  const point = ({ clientX, clientY }: MouseEvent) => {
    const shown = canvas.current?.getBoundingClientRect();
    if (shown === undefined) return;
    const x = Math.floor(((clientX - shown.left) / shown.width) * size.width);
    const y = Math.floor(((clientY - shown.top) / shown.height) * size.height);
    const isWithin = x >= 0 && y >= 0 && x < size.width && y < size.height;
    setCursor(isWithin ? { x, y, byKeys: false } : undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return close();
    const from = cursor ?? { x: Math.floor(size.width / 2), y: Math.floor(size.height / 2) };
    const to = moveCursor(from, event, size);
    if (to === undefined) return;
    event.preventDefault(); // the page would scroll
    setCursor({ ...(cursor === undefined ? from : to), byKeys: true });
  };
  const handlers = {
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType !== "touch") point(event);
    },
    onPointerLeave: (event: PointerEvent) => {
      if (event.pointerType !== "touch") close();
    },
    onClick: point,
    onKeyDown,
    onBlur: close,
  };
  return { cursor, handlers };
}

/** Place of the loupe. */
interface CursorMarkProps {
  readonly cursor: Cursor;
  /** CSS pixels per pixel of the picture. */
  readonly scale: number;
}

/** Marks the pixel under the loupe; one that keys moved to is kept in view. */
export function CursorMark({ cursor: { x, y, byKeys }, scale }: CursorMarkProps) {
  const mark = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (byKeys) mark.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [x, y, byKeys]);
  const size = `${scale}px`;
  return (
    <div
      ref={mark}
      class="cursor"
      style={{ left: `${x * scale}px`, top: `${y * scale}px`, width: size, height: size }}
    />
  );
}
