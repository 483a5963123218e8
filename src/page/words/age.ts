/** Units of time, the largest first: milliseconds, and how many of it are still told in it. */
const UNITS = [
  { ms: 86_400_000, one: "1 day", many: "days" },
  { ms: 3_600_000, one: "1 h", many: "h" },
  { ms: 60_000, one: "1 min", many: "min" },
  { ms: 1_000, one: "1 s", many: "s" },
] as const;

/**
 * How long ago, or in how long, in the largest whole unit: `12 s ago`, `in 5 min`, `now` within a second.
 * @param ageMs negative for what is still to come
 */
export function ageText(ageMs: number): string {
  const distanceMs = Math.abs(ageMs);
  const unit = UNITS.find(({ ms }) => distanceMs >= ms);
  if (unit === undefined) return "now";
  const count = Math.floor(distanceMs / unit.ms);
  const length = count === 1 ? unit.one : `${count} ${unit.many}`;
  return ageMs < 0 ? `in ${length}` : `${length} ago`;
}
