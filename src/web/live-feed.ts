import type { Feed } from "./event-stream.ts";
import { liveState } from "./live-state.ts";
import type { StreamParts } from "./stream-parts.ts";

/** The state of the kiosk, whole whenever any of it but the time has changed. */
export function liveFeed(parts: StreamParts): Feed {
  let before = "";
  return {
    event: "live",
    paceMs: 50,
    tickMs: 5_000,
    watch: (listener) => parts.watch(listener),
    next: () => {
      const { clock, ...state } = liveState(parts);
      const text = JSON.stringify(state);
      if (text === before) return undefined;
      before = text;
      return JSON.stringify({ clock, ...state });
    },
  };
}
