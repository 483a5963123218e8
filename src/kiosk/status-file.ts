import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "../config/fault.ts";
import { errorFacts } from "../errors.ts";
import { lockHolder } from "../files/lock.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Log } from "../log.ts";
import { lockOf, runtimeFolders } from "./folders.ts";
import { type ReportedState, type Status, statusOf } from "./status.ts";

const EVERY_MS = 5_000;

/**
 * Keeps `status.json` in the runtime folder until it is stopped, replaced whole every few seconds. It is not forced onto
 * the disk: after a power cut it has no meaning, and where the folder is on an SD card that would wear the card.
 * @param faults returns those of a reload that was refused
 */
export function keepStatusFile(
  kiosk: { readonly state: ReportedState },
  folder: string,
  log: Log,
  faults: () => readonly Fault[] = () => [],
  everyMs = EVERY_MS,
): { readonly stop: () => Promise<void> } {
  const file = statusFileOf(folder);
  const startedMs = Date.now();
  let hasFailed = false;
  const write = async () => {
    try {
      await replaceFile(file, `${JSON.stringify(statusOf(kiosk, startedMs, Date.now(), faults()))}\n`, {
        durable: "nothing",
      });
      hasFailed = false;
    } catch (thrown) {
      if (!hasFailed) log.warn({ file, ...errorFacts(thrown) }, "the status file cannot be written");
      hasFailed = true;
    }
  };
  let turn = write();
  const timer = setInterval(() => {
    turn = turn.then(write);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
      await rm(file, { force: true }).catch(() => undefined); // it could not be written either
    },
  };
}

/**
 * Status of the kiosk that runs with this runtime folder; undefined where none runs. What a killed one left is no status.
 * A kiosk that has just started may have written none yet.
 */
export async function readStatus(folder: string): Promise<Status | undefined> {
  if ((await lockHolder(lockOf(folder))) === undefined) return undefined;
  return parsed(await readFile(statusFileOf(folder), "utf8").catch(() => "")); // not written yet
}

/** Status of the kiosk that runs on this machine, the likeliest where several do; undefined where none runs. */
export async function runningStatus(env: Parameters<typeof runtimeFolders>[0]): Promise<Status | undefined> {
  for (const folder of await runtimeFolders(env)) {
    const status = await readStatus(folder);
    if (status) return status;
  }
  return undefined;
}

function statusFileOf(folder: string): string {
  return join(folder, "status.json");
}

function parsed(text: string): Status | undefined {
  try {
    const found = JSON.parse(text) as Partial<Status> | null;
    return found?.at !== undefined && found.meters && found.displays ? (found as Status) : undefined;
  } catch {
    return undefined; // it is replaced whole, so this is no file of a kiosk
  }
}
