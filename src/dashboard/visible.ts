/** Controls, marks that turn the direction of text, and others that are not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text from elsewhere as it may be shown: what would not be seen, or would rearrange what stands around it, is written
 * out as `⟨U+202E⟩`.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${code}⟩`;
  });
}
