/** Controls, marks that turn the direction of text, and others that are not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text from elsewhere as it may be shown: what would not be seen, or would rearrange what stands around it, is written
 * out as `⟨U+202E⟩`, and what is longer than `max` characters is cut, saying how long it was.
 */
export function printable(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text;
  return cut.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${code}⟩`;
  });
}
