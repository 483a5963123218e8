import type { z } from "zod";
import type { Box } from "../draw/box.ts";
import type { Pen } from "../draw/pen.ts";
import type { Format } from "../view/format.ts";
import type { View } from "../view/view.ts";
import type { Words } from "../view/words/words.ts";

/** The few sizes of text on one panel, pixels; the giant one follows from its box. */
export interface TypeScale {
  /** Labels of axes and units. */
  readonly smallPx: number;
  /** Words. */
  readonly bodyPx: number;
  /** Numbers in rows. */
  readonly figurePx: number;
}

/** What a widget shows: the numbers, the words and formats of their language, and the sizes of this layout. */
export interface Scene {
  readonly view: View;
  readonly words: Words;
  readonly format: Format;
  readonly type: TypeScale;
}

/** Draws a widget within its box. */
export type Draw = (pen: Pen, box: Box, scene: Scene) => void;

/** The least room that something needs, pixels. */
export interface LeastRoom {
  readonly width: number;
  readonly height: number;
}

/** One kind of drawn thing. */
export interface Widget {
  readonly kind: string;
  /** Schema of its options; every one has a description and a default. */
  readonly options: z.ZodObject;
  /** The least room it needs, pixels, at the sizes of a layout. @throws ZodError when the options do not fit the schema */
  minimum(type: TypeScale, options?: unknown): LeastRoom;
  /** A drawing function with its options settled. @throws ZodError when the options do not fit the schema */
  bind(options: unknown): Draw;
}

/** Makes a widget whose drawing function is handed its options, typed by their schema. */
export function widget<S extends z.ZodObject>(
  kind: string,
  options: S,
  minimum: (type: TypeScale, options: z.infer<S>) => LeastRoom,
  draw: (pen: Pen, box: Box, scene: Scene, options: z.infer<S>) => void,
): Widget {
  return {
    kind,
    options,
    minimum: (type, raw) => minimum(type, options.parse(raw ?? {})),
    bind: (raw) => {
      const settled = options.parse(raw ?? {});
      return (pen, box, scene) => draw(pen, box, scene, settled);
    },
  };
}
