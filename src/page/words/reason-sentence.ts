import { visible } from "../../dashboard/visible.ts";
import type { Decision } from "../../web/protocol.ts";

/** What each code means: when the picture was shown with it, and when it was not. */
const SENTENCES: Readonly<Record<string, { readonly shown: string; readonly held: string }>> = {
  written: both("The picture was written."),
  unchanged: both("Nothing changed, so the display was left alone."),
  changed: both("The picture changed, and what differs was refreshed."),
  "changed-much": both("More than half of the picture changed, so the whole glass was refreshed."),
  "first-start": {
    shown: "Nothing was known about the panel, so it was refreshed in full.",
    held: "Nothing is known about the panel; it waits for a full refresh.",
  },
  "unknown-glass": {
    shown: "What the panel showed was lost, so it was refreshed in full.",
    held: "What the panel shows was lost; it waits for a full refresh.",
  },
  "full-due": {
    shown: "A full refresh was due, to clear what lesser ones leave behind.",
    held: "A full refresh is due, and the panel must rest before it.",
  },
  daily: {
    shown: "Nothing changed, but the glass wants to be driven once a day.",
    held: "The daily refresh is due, and the panel must rest before it.",
  },
  "too-soon": both("The last refresh is too recent; the panel rests."),
  "quiet-hours": both("Quiet hours: the display is left alone."),
  "too-cold": both("It is too cold for the panel to be refreshed."),
  "too-warm": both("It is too warm for the panel to be refreshed."),
};

/** Why a picture was or was not shown, as a plain sentence; the code itself where no sentence is known for it. */
export function reasonSentence({ reason, changed, facts }: Pick<Decision, "reason" | "changed" | "facts">): string {
  if (!Object.hasOwn(SENTENCES, reason)) return visible(reason);
  const sentence = SENTENCES[reason];
  // A refresh for the glass's own sake changes no pixel, but it was done.
  return (changed || "kind" in facts ? sentence?.shown : sentence?.held) ?? reason;
}

function both(sentence: string) {
  return { shown: sentence, held: sentence };
}
