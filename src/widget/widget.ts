import { z } from "zod";
import type { Box } from "../draw/box.ts";
import type { Pen } from "../draw/pen.ts";
import type { Format } from "../view/format.ts";
import type { PartWords } from "../view/part-words.ts";
import type { PartKey } from "../view/parts.ts";
import { hasParts, type PartialView, type ViewWith } from "../view/view.ts";

// A schema is used a few times in a process: to compile each to code costs more than that saves.
z.config({ jitless: true });

/** The few sizes of text on one panel, pixels. */
export interface TypeScale {
  /** Labels of axes and units. */
  readonly smallPx: number;
  /** Words. */
  readonly bodyPx: number;
  /** Numbers in rows. */
  readonly figurePx: number;
  /** The one number; old widgets take it from their box. */
  readonly giantPx: number;
}

/** Content of a picture: the numbers, the words and formats of their language, and the sizes of this layout. */
export interface Scene {
  readonly view: PartialView;
  /** Words of one language, those of widgets by their kinds. */
  readonly words: { readonly parts: PartWords; readonly widgets: Readonly<Record<string, unknown>> };
  readonly format: Format;
  readonly type: TypeScale;
}

/** One widget being drawn: the pen, the box that it has to stay in, the parts that it reads, and its own words. */
export interface Drawing<Reads extends PartKey = never, Words = unknown> {
  readonly pen: Pen;
  readonly box: Box;
  readonly view: ViewWith<Reads>;
  readonly words: Words;
  /** Words of the parts of the view. */
  readonly partWords: PartWords;
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
export interface Widget<Words = unknown> {
  readonly kind: string;
  /** What it draws, as one line for people who write layouts. */
  readonly description: string;
  /** Parts of the view that it reads; no other is built for it. */
  readonly reads: readonly PartKey[];
  /** Schema of its options; every one has a description and a default. */
  readonly options: z.ZodObject;
  /** Options that a layout has to write; their defaults only show what the widget looks like. */
  readonly requiredOptions?: readonly string[];
  /** Type of the words that it needs of every language; never present, it is there for the type checker. */
  readonly wordsType?: Words;
  /** The least room it needs, pixels, at the sizes of a layout. @param settled its options as the schema returns them */
  minimum(type: TypeScale, settled: unknown): LeastRoom;
  /** A drawing function. @param settled its options as the schema returns them */
  bind(settled: unknown): Draw;
}

/** A widget as it is written: its drawing function is handed what it reads, and its options typed by their schema. */
interface WrittenWidget<
  Kind extends string,
  Options extends z.ZodObject,
  Reads extends PartKey,
  Words,
  WordsKey extends string,
> {
  readonly kind: Kind;
  readonly description: string;
  /** Kind whose words it shares; its own by default. */
  readonly wordsKey?: WordsKey;
  readonly reads: readonly Reads[];
  /** Makes the schema of its options, when it is needed: of all widgets it would take a tenth of a start. */
  readonly options: () => Options;
  readonly requiredOptions?: readonly (keyof z.infer<Options> & string)[];
  readonly minimum: (type: TypeScale, options: z.infer<Options>) => LeastRoom;
  readonly draw: (drawing: Drawing<Reads, Words>, options: z.infer<Options>) => void;
}

/** Makes a widget of what is written. Its drawing function throws a RangeError for a view without the parts that it reads. */
export function widget<
  Kind extends string,
  Options extends z.ZodObject,
  Reads extends PartKey = never,
  Words = unknown,
  WordsKey extends string = Kind,
>(
  written: WrittenWidget<Kind, Options, Reads, Words, WordsKey>,
): Widget<Words> & { readonly kind: Kind; readonly options: Options; readonly wordsKey: WordsKey } {
  const { kind, description, reads, requiredOptions, minimum, draw } = written;
  const wordsKey = (written.wordsKey ?? kind) as WordsKey;
  let made: Options | undefined;
  return {
    kind,
    description,
    wordsKey,
    reads,
    get options() {
      made ??= written.options();
      return made;
    },
    ...(requiredOptions && { requiredOptions }),
    // A layout has passed its schema, which fills in the options of each widget.
    minimum: (type, settled) => minimum(type, settled as z.infer<Options>),
    bind:
      (settled) =>
      (pen, box, { view, words, format, type }) => {
        if (!hasParts(view, reads)) throw new RangeError(`the widget ${kind} needs a view with ${reads.join(", ")}`);
        const own = words.widgets[wordsKey] as Words; // every language is checked to have them, see WidgetWords
        draw({ pen, box, view, words: own, partWords: words.parts, format, type }, settled as z.infer<Options>);
      },
  };
}
