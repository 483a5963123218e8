import type { Log } from "../log.ts";
import type { LiveParts } from "./live-state.ts";

/** The state that event streams send, and how they notice that it changed. */
export interface StreamParts extends LiveParts {
  readonly log: Log;
  /** Calls back whenever anything of the kiosk or its files may have changed; gives what ends that. */
  watch(listener: () => void): () => void;
}
