import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** Share of the window's height that a fitted picture may take. */
const TALLEST = 0.8;

/** CSS pixels that an element has for a picture. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** The room within an element, without its padding; follows the window. Undefined until it is laid out. */
export function useRoom(element: RefObject<HTMLElement | null>): Room | undefined {
  const [room, setRoom] = useState<Room>();
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(current);
      const width = Math.floor(current.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight));
      const height = Math.floor(innerHeight * TALLEST);
      setRoom((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      removeEventListener("resize", measure);
    };
  }, [element]);
  return room;
}
