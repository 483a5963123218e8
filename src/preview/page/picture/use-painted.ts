import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { paintInks } from "./paint-inks.ts";
import type { Picture } from "./picture.ts";

/** Keeps a canvas painted with a picture, in these colours of its inks. */
export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: Picture | undefined,
  colours: readonly number[],
): void {
  const looks = colours.join(" "); // the same colours come as another list with every event
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || picture === undefined) return;
    const { width, height, pixels } = picture;
    context.putImageData(new ImageData(paintInks(pixels, colours), width, height), 0, 0);
  }, [canvas, picture, looks]);
}
