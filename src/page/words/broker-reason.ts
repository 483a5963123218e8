import { visible } from "../../dashboard/printable.ts";
import type { BrokerReason } from "../../words/page-words.ts";
import type { Language } from "./format.ts";

/** Reasons by the words with which a source reports them, the most specific first. */
const REPORTED: readonly (readonly [RegExp, BrokerReason])[] = [
  [/does not let this user read/u, "may-not-read"],
  [/refuses the login/u, "login"],
  [/refuses this client id/u, "client"],
  [/does not speak MQTT/u, "protocol"],
  [/not available now/u, "unavailable"],
  [/refuses our certificate/u, "certificate-ours"],
  [/refuses the connection/u, "refused"],
  [/certificate (?:has expired|is not valid yet)/u, "certificate-date"],
  [/not signed by a known authority/u, "certificate-unknown"],
  [/certificate is for another host/u, "certificate-host"],
  [/nothing listens/u, "not-listening"],
  [/nothing answers/u, "no-answer"],
  [/no such host|cannot be looked up/u, "no-host"],
  [/(?:host|network) cannot be reached|network is down/u, "unreachable"],
  [/no answer in time|timeout/iu, "late"],
  [/does not speak TLS/u, "not-tls"],
  [/connection was reset/u, "reset"],
  [/closed the connection/u, "closed"],
  [/broker sent|answer to the login is malformed/u, "too-much"],
];

/** Reason for a missing connection, as its source reports it; absent where it is none of the known ones. */
export function brokerReason(reported: string): BrokerReason | undefined {
  return REPORTED.find(([pattern]) => pattern.test(reported))?.[1];
}

/** Reason for a missing connection in the user's language; an unknown one as reported, for readers of English only. */
export function brokerReasonText(reported: string | undefined, { words, page }: Language): string {
  if (reported === undefined) return "";
  const reason = brokerReason(reported);
  if (reason !== undefined) return page.brokerReasons[reason];
  return words.language === "en" ? visible(reported) : "";
}
