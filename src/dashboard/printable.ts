/** Controls, marks that turn the direction of text, and other characters that are not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

const MAX_TOPIC = 200;

/**
 * Returns a text from elsewhere as it may be shown: characters that would not be seen, or would rearrange the text around
 * them, are written out as `⟨U+202E⟩`.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${code}⟩`;
  });
}

/** Returns a text from elsewhere as it may be shown, see {@link visible}; one longer than `max` characters is cut, with its length. */
export function printable(text: string, max: number): string {
  return visible(text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text);
}

/** Returns a topic as it may be shown. Where that is not the topic itself, a number made from it keeps it apart from all others. */
export function printableTopic(topic: string): string {
  const shown = printable(topic, MAX_TOPIC);
  return shown === topic && !topic.includes("⟨") ? topic : `${shown} #${hashOf(topic)}`;
}

/** Returns 53 bits of a text, in base 36: two rounds of FNV-1a; it distinguishes topics and does not protect against forgery. */
function hashOf(text: string): string {
  let [low, high] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + i), 0x01000193);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}
