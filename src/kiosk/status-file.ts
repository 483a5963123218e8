import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "../config/fault.ts";
import { lockHolder } from "../files/lock.ts";
import type { Log } from "../log.ts";
import { lockOf, runtimeFolders } from "./folders.ts";
import { keepFile } from "./kept-file.ts";
import { type ReportedState, type Status, statusOf } from "./status.ts";

const EVERY_MS = 5_000;

/**
 * Keeps `status.json` in the runtime folder until it is stopped, replaced whole every few seconds.
 * @param faults returns those of a reload that was refused
 */
export function keepStatusFile(
  kiosk: { readonly state: ReportedState },
  folder: string,
  log: Log,
  faults: () => readonly Fault[] = () => [],
  everyMs = EVERY_MS,
): { readonly stop: () => Promise<void> } {
  const startedMs = Date.now();
  const text = () => `${JSON.stringify(statusOf(kiosk, startedMs, Date.now(), faults()))}\n`;
  const { write, stop } = keepFile({ file: statusFileOf(folder), name: "the status file", everyMs, text }, log);
  write();
  return { stop };
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
