import type { Connection } from "../connection.ts";
import { momentText } from "./moment-text.ts";

/** How the page's way to the kiosk is, in words. */
export function connectionSentence(connection: Connection, nowMs: number): string {
  if (connection.kind === "live") return "live";
  if (connection.kind === "connecting") return "connecting to the kiosk";
  return `connection lost since ${momentText(connection.sinceMs, nowMs)}, trying again`;
}
