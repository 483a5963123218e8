import { visible } from "../../dashboard/printable.ts";
import type { Decision, LiveState } from "../../web/protocol.ts";
import type { Connection } from "../net/live-page.ts";
import { momentText, wholeNumber } from "./format.ts";

const WORDS = {
  connecting: "connecting to the broker",
  connected: "broker connected",
  lost: "broker lost",
  refused: "the broker refuses us",
} as const satisfies Record<LiveState["broker"]["kind"], string>;

/** How the kiosk's way to its broker is, in words. */
export function brokerSentence({ kind, reason }: LiveState["broker"]): string {
  return reason === undefined || kind === "connected" ? WORDS[kind] : `${WORDS[kind]}: ${visible(reason)}`;
}

/** How the page's way to the kiosk is, in words. */
export function connectionSentence(connection: Connection, nowMs: number): string {
  if (connection.kind === "live") return "live";
  if (connection.kind === "connecting") return "connecting to the kiosk";
  return `connection lost since ${momentText(connection.sinceMs, nowMs)}, trying again`;
}

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

const LABELS: Readonly<Record<string, string>> = {
  offered: "Pictures offered",
  shown: "Pictures shown",
  partial: "Partial refreshes",
  fast: "Fast refreshes",
  full: "Full refreshes",
  grey4: "Full refreshes in four greys",
  lesserSinceFull: "Refreshes since the last full one",
  lastFullMs: "Last full refresh",
};

/** What a counter counts, in words; its own name where it is not known. */
export function counterLabel(name: string): string {
  return Object.hasOwn(LABELS, name) ? (LABELS[name] ?? name) : visible(name);
}

const KINDS: Readonly<Record<string, string>> = {
  partial: "partial refresh",
  fast: "fast refresh",
  full: "full refresh",
  grey4: "full refresh in four greys",
};

/** What a display told of a picture, in a few words apart: kind of refresh, boxes, rows, bytes, time. */
export function factsText(facts: Readonly<Record<string, unknown>>): string {
  const { kind, boxes, rowsWritten, bytes, tookMs, recovered } = facts;
  const words: string[] = [];
  if (typeof kind === "string") words.push(Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? kind) : visible(kind));
  if (kind === "partial" && Array.isArray(boxes)) words.push(counted(boxes.length, "box", "boxes"));
  if (typeof rowsWritten === "number") words.push(counted(rowsWritten, "row", "rows"));
  if (typeof bytes === "number") words.push(counted(bytes, "byte", "bytes"));
  if (typeof tookMs === "number") words.push(`${wholeNumber(tookMs)} ms`);
  if (recovered === true) words.push("after a recovery");
  return words.join(", ");
}

function counted(count: number, one: string, many: string): string {
  return `${wholeNumber(count)} ${count === 1 ? one : many}`;
}
