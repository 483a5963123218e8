import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { coloursOf, type Look } from "./look.ts";
import { paintInks } from "./paint-inks.ts";
import type { Picture } from "./picture.ts";

/** Keeps a canvas painted with a picture, in the colours of the glass or of the file. */
export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: Picture | undefined,
  look: Look,
): void {
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || picture === undefined) return;
    const { width, height, pixels, palette } = picture;
    context.putImageData(new ImageData(paintInks(pixels, coloursOf(palette, look)), width, height), 0, 0);
  }, [canvas, picture, look]);
}
