import { visible } from "../../dashboard/printable.ts";
import type { LinkState } from "../../source/link-state.ts";
import type { Language } from "./format.ts";

/** Reason for a missing connection in the user's language; one of an unknown kind as reported, for readers of English only. */
export function brokerReasonText(
  { reason, fault }: Pick<LinkState, "reason" | "fault">,
  { words, page }: Language,
): string {
  if (fault !== undefined) return page.brokerReasons[fault];
  return reason !== undefined && words.language === "en" ? visible(reason) : "";
}
