import type { Pen, TextStyle } from "./pen.ts";

/** The first of several wordings that is no wider than `width`; undefined when none is, and then nothing is written. */
export function firstThatFits(
  pen: Pen,
  wordings: readonly string[],
  style: TextStyle,
  width: number,
): string | undefined {
  return wordings.find((wording, i) => {
    const fits = pen.width(wording, style) <= width;
    if (!fits) pen.tooLong?.(wording, i === wordings.length - 1);
    return fits;
  });
}

/** The lines of a text that is broken between words so that each is no wider than `width`; a word alone may be wider. */
export function brokenLines(pen: Pen, text: string, style: TextStyle, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && pen.width(longer, style) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
