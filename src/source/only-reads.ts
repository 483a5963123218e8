import { WattframeError } from "../errors.ts";
import type { Source } from "./source.ts";

/**
 * A source without a broker, on which nothing can be published.
 * @param place what it reads from, for the message
 * @param stop called once
 */
export function onlyReads(place: string, stop: () => Promise<void>): Source {
  let stopped: Promise<void> | undefined;
  return {
    publish: () => Promise.reject(new WattframeError("BROKER_UNREACHABLE", `${place} takes no messages`)),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
