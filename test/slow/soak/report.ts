import { DAY_MS } from "./month-config.ts";
import type { CountedRefresh, SoakPanel } from "./soak-panel.ts";

/**
 * Share of the glass that an ordinary refresh writes, all boxes added: the mean of each day that had any. Ordinary is a partial
 * one; where more than half of the glass differs, as after a restart, a fast one drives all of it.
 */
export function ordinaryShares({ refreshes }: SoakPanel): number[] {
  const ordinary = refreshes.filter(({ kind }) => kind === "partial");
  const days = new Map<number, CountedRefresh[]>();
  for (const one of ordinary) {
    const day = Math.floor(one.atMs / DAY_MS);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days.values()].map((of) => of.reduce((sum, { share }) => sum + share, 0) / of.length);
}

/** Table of what each panel did, a row for each, for people. */
export function soakReport(panels: ReadonlyMap<string, SoakPanel>, days: number): string {
  const head = [
    "display",
    "panel",
    "full/day",
    "fast/day",
    "partial/day",
    "kB/day",
    "kB/refresh",
    "share",
    "worst day",
  ];
  const rows = [...panels].map(([name, panel]) => {
    const perDay = (...kinds: string[]) =>
      round(panel.refreshes.filter(({ kind }) => kinds.includes(kind)).length / days);
    const bytes = panel.refreshes.reduce((sum, one) => sum + one.bytes, 0);
    const shares = ordinaryShares(panel);
    return [
      name,
      panel.panel.id,
      perDay("full", "grey4"),
      perDay("fast"),
      perDay("partial"),
      round(panel.bytes / 1_000 / days),
      round(bytes / 1_000 / panel.refreshes.length),
      shares.length === 0 ? "" : round(shares.reduce((sum, share) => sum + share, 0) / shares.length, 2),
      shares.length === 0 ? "" : round(Math.max(...shares), 2),
    ];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function round(value: number, digits = 1): string {
  return value.toFixed(digits);
}
