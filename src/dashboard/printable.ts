import { visible } from "./visible.ts";

/** A text from elsewhere as it may be shown, see {@link visible}; what is longer than `max` characters is cut, saying how long it was. */
export function printable(text: string, max: number): string {
  return visible(text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text);
}
