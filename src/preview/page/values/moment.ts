import { ageText } from "../words/age.ts";
import { momentText } from "../words/moment-text.ts";
import type { PageTime } from "./page-time.ts";

/** Since when something is so: `since 14:02:11`; while the sender's clock is not set, `for 3 min`. */
export function sinceText(atMonoMs: number, time: PageTime): string {
  const ageMs = time.age(atMonoMs);
  if (!time.clockSet) return ageMs < 1_000 ? "just now" : `for ${ageText(ageMs).replace(" ago", "")}`;
  return `since ${momentText(time.wallMs - ageMs, time.wallMs)}`;
}
