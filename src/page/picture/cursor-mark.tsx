import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cursor } from "./use-loupe.ts";

/** Where the loupe is. */
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
