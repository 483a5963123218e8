import type { Format } from "../../view/format.ts";
import { ageText } from "../words/age.ts";
import type { PageTime } from "./page-time.ts";

const DAY_MS = 86_400_000;

/** Since when something is so, in the meter's time zone: `since 14:02`; while the sender's clock is not set, `for 3 min`. */
export function sinceText(atMonoMs: number, time: PageTime, format: Format): string {
  const ageMs = time.age(atMonoMs);
  if (!time.clockSet) return ageMs < 1_000 ? "just now" : `for ${ageText(ageMs).replace(" ago", "")}`;
  const atMs = time.wallMs - ageMs;
  const isToday = ageMs < DAY_MS && format.shortDate(atMs) === format.shortDate(time.wallMs);
  return `since ${isToday ? "" : `${format.shortDate(atMs)} `}${format.time(atMs)}`;
}
