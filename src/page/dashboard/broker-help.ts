import type { Dashboard } from "../../dashboard/dashboard.ts";
import type { Settings } from "./settings.ts";

/** A reader says something every ten seconds or so. */
const SILENT_MS = 20_000;

/**
 * What to do where the broker gives nothing; absent while all is well.
 * @param forMs since when it is as it is
 */
export function brokerHelp(
  { broker, rows }: Pick<Dashboard, "broker" | "rows">,
  { url, prefix, username }: Settings,
  forMs: number,
): string | undefined {
  const { kind, reason = "" } = broker;
  if (kind === "connected") {
    if (rows.length > 0 || forMs < SILENT_MS) return undefined;
    const who = username === "" ? "an unnamed user" : username;
    return `Connected, but nothing has come below ${prefix}/. Check the prefix, whether the reader publishes to this broker, and that ${who} may read ${prefix}/#.`;
  }
  if (kind === "connecting") return undefined;
  if (/does not let this user read/.test(reason))
    return `Give this user the right to read ${prefix}/#, or use another one.`;
  if (kind === "refused") return "Check user and password; a broker may also ask for a user where none is given here.";
  if (!/nothing answers/.test(reason)) return "It is tried again by itself.";
  const certificate = url.startsWith("wss:")
    ? " Browsers do not say when they do not trust its certificate: open its address with https:// once to see."
    : "";
  return `Check that ${url} is right, that the broker runs and that it listens for WebSockets there: port 1883 does not. It is tried again by itself.${certificate}`;
}
