import { visible } from "../../dashboard/visible.ts";

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
