/** How often something comes: `every 10 s`, `every 2.5 min`; empty where that is not known. */
export function rateText(intervalMs: number | undefined): string {
  if (intervalMs === undefined) return "";
  const seconds = intervalMs / 1_000;
  if (seconds < 1) return "every < 1 s";
  if (seconds < 90) return `every ${rounded(seconds)} s`;
  return seconds < 5_400 ? `every ${rounded(seconds / 60)} min` : `every ${rounded(seconds / 3_600)} h`;
}

function rounded(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}
