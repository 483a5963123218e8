import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TopicRecord } from "../intake/topic-store.ts";
import type { Log } from "../log.ts";
import { maskMessage } from "../meter/mask.ts";
import { recordingLine } from "../meter/recording.ts";
import { runtimeFolders } from "./folders.ts";
import { keepFile } from "./kept-file.ts";
import type { Kiosk } from "./kiosk.ts";

const EVERY_MS = 10_000;
/** Topics whose last message is kept, of each meter: a reader has some two dozen. */
const MAX_TOPICS = 200;
/** Values of a household are its own: other users of the machine may not read them. */
const MODE = 0o640;

/**
 * Keeps the last message of every topic of the meters in the runtime folder, masked, as a recording, for a report of a
 * fault; replaced every few seconds until it is stopped.
 */
export function keepLastMessages(
  kiosk: Pick<Kiosk, "state">,
  folder: string,
  log: Log,
  everyMs = EVERY_MS,
): { readonly stop: () => Promise<void> } {
  const text = () =>
    lastMessages(kiosk.state.meters.flatMap(({ session }) => session.topics.all().slice(0, MAX_TOPICS)));
  return keepFile({ file: fileOf(folder), name: "the file of the last messages", everyMs, mode: MODE, text }, log);
}

/** Last messages as lines of a recording, with the identifiers of meters and devices masked. */
export function lastMessages(records: readonly Pick<TopicRecord, "topic" | "payload" | "at" | "retained">[]): string {
  return records
    .map(({ topic, payload, at, retained }) => {
      const message = {
        atMs: at.wallMs,
        topic,
        payload: maskMessage(topic, payload),
        retain: retained,
        qos: 0,
      } as const;
      return `${recordingLine({ ...message, ...(retained && { kept: true }) })}\n`;
    })
    .join("");
}

/** Last messages that the kiosk of this machine keeps; undefined where none runs, or none can be read. */
export async function runningMessages(env: Parameters<typeof runtimeFolders>[0]): Promise<string | undefined> {
  for (const folder of await runtimeFolders(env)) {
    const text = await readFile(fileOf(folder), "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

function fileOf(folder: string): string {
  return join(folder, "last-messages.jsonl");
}
