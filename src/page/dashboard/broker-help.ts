import type { Dashboard } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import { brokerReasonText } from "../words/broker-reason.ts";
import type { Language } from "../words/format.ts";
import type { Settings } from "./settings.ts";

/** Time without messages after which the user gets advice; a reader publishes every ten seconds or so. */
const SILENT_MS = 20_000;

/**
 * Advice where nothing comes from the broker; absent while all is well.
 * @param forMs duration of the present state
 */
export function brokerHelp(
  { broker, rows }: Pick<Dashboard, "broker" | "rows">,
  { url, prefix, username }: Settings,
  forMs: number,
  language: Language,
): string | undefined {
  const { help } = language.page.settings;
  const { kind, reason, fault } = broker;
  if (kind === "connected") {
    if (rows.length > 0 || forMs < SILENT_MS) return undefined;
    return fill(help.silent, { prefix, user: username === "" ? help.anonymous : username });
  }
  if (reason === undefined) return undefined;
  if (fault === "may-not-read") return fill(help.mayNotRead, { prefix });
  if (kind === "refused") return help.login;
  if (fault !== "no-answer") {
    const text = brokerReasonText(broker, language);
    return text === "" ? help.retrying : fill(help.retryingFor, { reason: text });
  }
  const certificate = url.startsWith("wss:") ? ` ${help.certificate}` : "";
  return `${fill(help.nobody, { url })}${certificate}`;
}
