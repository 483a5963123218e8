import { rm } from "node:fs/promises";
import { errorFacts } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Log } from "../log.ts";

/** File that a kiosk keeps while it runs. */
export interface KeptFile {
  readonly file: string;
  /** The file in words, for the log. */
  readonly name: string;
  readonly everyMs: number;
  /** Permissions of the file; those of any other file by default. */
  readonly mode?: number;
  readonly text: () => string;
}

/**
 * Keeps a file until it is stopped, replaced whole at intervals, the first of which has passed before the first time. It is
 * not forced onto the disk: after a power cut it has no meaning, and where the folder is on an SD card that would wear the
 * card. That it cannot be written is logged once, until it can be again.
 * @returns what removes it, and what writes it at once
 */
export function keepFile(
  { file, name, everyMs, mode, text }: KeptFile,
  log: Log,
): { readonly write: () => void; readonly stop: () => Promise<void> } {
  let hasFailed = false;
  const attempt = async () => {
    try {
      await replaceFile(file, text(), { durable: "nothing", ...(mode !== undefined && { mode }) });
      hasFailed = false;
    } catch (thrown) {
      if (!hasFailed) log.warn({ file, ...errorFacts(thrown) }, `${name} cannot be written`);
      hasFailed = true;
    }
  };
  let turn = Promise.resolve();
  const write = () => {
    turn = turn.then(attempt);
  };
  const timer = setInterval(write, everyMs);
  return {
    write,
    stop: async () => {
      clearInterval(timer);
      await turn;
      await rm(file, { force: true }).catch(() => undefined); // it could not be written either
    },
  };
}
