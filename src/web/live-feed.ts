import type { Feed, Watch } from "./event-stream.ts";
import type { LiveState } from "./protocol.ts";

/** Feed of the kiosk's state: whole, whenever any of it but the time has changed. */
export function liveFeed(liveState: () => LiveState, watch: Watch): Feed {
  let before = "";
  return {
    event: "live",
    paceMs: 50,
    tickMs: 5_000,
    watch,
    next: () => {
      const { clock, ...state } = liveState();
      const text = JSON.stringify(state);
      if (text === before) return undefined;
      before = text;
      return JSON.stringify({ clock, ...state });
    },
  };
}
