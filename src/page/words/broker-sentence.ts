import { visible } from "../../dashboard/visible.ts";
import type { LiveState } from "../../web/protocol.ts";

const WORDS = {
  connecting: "connecting to the broker",
  connected: "broker connected",
  lost: "broker lost",
  refused: "the broker refuses us",
} as const satisfies Record<LiveState["broker"]["kind"], string>;

/** How the kiosk's way to its broker is, in words. */
export function brokerSentence({ kind, reason }: LiveState["broker"]): string {
  return reason === undefined || kind === "connected" ? WORDS[kind] : `${WORDS[kind]}: ${visible(reason)}`;
}
