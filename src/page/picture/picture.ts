import type { PaletteFacts } from "../../web/protocol.ts";
import { fetchFromKiosk } from "../net/fetch.ts";
import { readInks } from "./inks.ts";

/** A picture as the page holds it: which ink each pixel is. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly palette: PaletteFacts;
  /** Index into the palette's inks, one byte a pixel, row by row. */
  readonly pixels: Uint8Array;
  /** Pixels whose colour the palette does not have; they hold the nearest ink. Zero unless something is wrong. */
  readonly foreign: number;
}

/**
 * Fetches and decodes a PNG of the kiosk.
 * @throws Error saying what went wrong, or the signal's reason
 */
export async function loadPicture(url: string, palette: PaletteFacts, signal: AbortSignal): Promise<Picture> {
  const answer = await fetchFromKiosk(url, signal);
  const bitmap = await createImageBitmap(await answer.blob(), { colorSpaceConversion: "none" });
  signal.throwIfAborted();
  const { width, height } = bitmap;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("the browser has no canvas");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, palette, ...readInks(context.getImageData(0, 0, width, height).data, palette.inks) };
}
