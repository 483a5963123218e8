import type { Dashboard } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import type { PageWords } from "../../words/page-words.ts";
import type { Settings } from "./settings.ts";

/** Time without messages after which the user is told; a reader publishes every ten seconds or so. */
const SILENT_MS = 20_000;

/**
 * Advice where nothing comes from the broker; absent while all is well.
 * @param forMs duration of the present state
 */
export function brokerHelp(
  { broker, rows }: Pick<Dashboard, "broker" | "rows">,
  { url, prefix, username }: Settings,
  forMs: number,
  { settings: { help } }: PageWords,
): string | undefined {
  const { kind, reason = "" } = broker;
  if (kind === "connected") {
    if (rows.length > 0 || forMs < SILENT_MS) return undefined;
    return fill(help.silent, { prefix, user: username === "" ? help.anonymous : username });
  }
  if (reason === "") return undefined;
  if (/does not let this user read/.test(reason)) return fill(help.mayNotRead, { prefix });
  if (kind === "refused") return help.login;
  if (!/nothing answers/.test(reason)) return fill(help.retrying, { reason });
  const certificate = url.startsWith("wss:") ? ` ${help.certificate}` : "";
  return `${fill(help.nobody, { url })}${certificate}`;
}
