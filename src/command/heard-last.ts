import { setTimeout as wait } from "node:timers/promises";
import { WattframeError } from "../errors.ts";
import { lastMessages } from "../kiosk/last-messages.ts";
import { SILENT } from "../log.ts";
import type { Message } from "../meter/message.ts";
import { systemClock } from "../source/clock.ts";
import type { Source } from "../source/source.ts";
import type { CommandContext } from "./context.ts";
import { recordingTargets } from "./recording-targets.ts";

/** Time for a connection. */
const CONNECTION_MS = 5_000;
/** A little over the interval of a meter. */
const LISTEN_MS = 12_000;
/** Topics beyond this are not kept. */
const MAX_TOPICS = 500;

/**
 * Last message of every topic of a configuration's meters, as {@link lastMessages} writes them, heard in a bounded time without
 * a kiosk.
 * @throws WattframeError when nothing can be reached, or nothing comes
 */
export async function heardLast(config: string, context: CommandContext): Promise<string> {
  const targets = await recordingTargets({ config }, context);
  const clock = systemClock({ trusted: true }, SILENT);
  const last = new Map<string, Message>();
  const sources: Source[] = [];
  try {
    for (const { connect, isWanted } of targets) {
      const message = (one: Message) => {
        if (isWanted(one) && (last.has(one.topic) || last.size < MAX_TOPICS)) last.set(one.topic, one);
      };
      const patience = { signal: context.stopSignal(), timeoutMs: CONNECTION_MS };
      sources.push(await connect({ message, state: () => undefined }, clock.now, SILENT, patience));
    }
    await wait(LISTEN_MS, undefined, { signal: context.stopSignal() });
  } finally {
    clock.stop();
    await Promise.all(sources.map((source) => source.stop()));
  }
  if (last.size === 0) throw new WattframeError("NO_TELEGRAM", `no message came within ${LISTEN_MS / 1_000} s`);
  return lastMessages([...last.values()]);
}
