import { printable } from "./printable.ts";

const MAX_TOPIC = 200;

/** A topic as it may be shown. Where that is not the topic itself, a number made from it keeps it apart from all others. */
export function printableTopic(topic: string): string {
  const shown = printable(topic, MAX_TOPIC);
  return shown === topic && !topic.includes("⟨") ? topic : `${shown} #${hashOf(topic)}`;
}

/** 53 bits of a text, in base 36: two rounds of FNV-1a, for telling apart, not against an adversary who has all day. */
function hashOf(text: string): string {
  let [low, high] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + i), 0x01000193);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}
