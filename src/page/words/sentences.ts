import type { BrokerState } from "../../dashboard/dashboard.ts";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import type { Decision, LiveState } from "../../web/protocol.ts";
import { type PageWords, REASONS, REFRESH_KINDS } from "../../words/page-words.ts";
import type { Connection } from "../net/live-page.ts";
import { brokerReasonText } from "./broker-reason.ts";
import { counted, type Language, momentText } from "./format.ts";

/** States of the connections from the kiosk to its broker and to the meters' own sources. */
export function linkSentences(
  { broker, meters }: Pick<LiveState, "broker" | "meters">,
  language: Language,
): readonly { readonly kind: BrokerState["kind"]; readonly text: string }[] {
  const { brokerKinds } = language.page.values;
  const own = meters.flatMap(({ name, link }) => {
    if (link === undefined) return [];
    const why = link.kind === "connected" ? "" : brokerReasonText(link, language);
    return [{ kind: link.kind, text: `${visible(name)}: ${brokerKinds[link.kind]}${why && `: ${why}`}` }];
  });
  return [...(broker ? [{ kind: broker.kind, text: brokerSentence(broker, language) }] : []), ...own];
}

/** State of the connection from the kiosk to its broker. */
export function brokerSentence(broker: BrokerState, language: Language): string {
  const { kind } = broker;
  const why = kind === "connected" ? "" : brokerReasonText(broker, language);
  const sentence = language.page.broker[kind];
  return why === "" ? sentence : `${sentence}: ${why}`;
}

/** State of the connection from the page to the kiosk. */
export function connectionSentence(connection: Connection, nowMs: number, language: Language): string {
  const { connection: words } = language.page;
  if (connection.kind !== "lost") return words[connection.kind];
  return fill(words.lostSince, { time: momentText(connection.sinceMs, nowMs, language) });
}

/** Reason for showing or holding back a picture, as a sentence; the code itself where it is not known. */
export function reasonSentence({ reason, changed, facts }: Omit<Decision, "atMonoMs">, { live }: PageWords): string {
  const known = REASONS.find((each) => each === reason);
  if (known === undefined) return visible(reason);
  // A refresh for the panel's own sake changes no pixel, but it was done.
  return changed || "kind" in facts ? live.reasons[known].shown : live.reasons[known].held;
}

/** Label of a counter; its own name where it is not known. */
export function counterLabel(name: string, { live }: PageWords): string {
  const known: Readonly<Record<string, string>> = { ...live.kinds, ...live.counter };
  return Object.hasOwn(known, name) ? (known[name] ?? name) : visible(name);
}

/** Kind and extent of a refresh; empty where there was none. */
export function refreshText({ kind, boxes, recovered }: Decision["facts"], { page, format }: Language): string {
  if (typeof kind !== "string") return "";
  const known = REFRESH_KINDS.find((each) => each === kind);
  const areas = kind === "partial" && Array.isArray(boxes) ? counted(page.live.areas, boxes.length, format) : "";
  const name = known === undefined ? visible(kind) : page.live.kinds[known];
  return [name, areas, recovered === true ? page.live.recovered : ""].filter(Boolean).join(", ");
}
