import { replaceFile } from "../src/files/replace-file.ts";

/**
 * Writes a file of a build whole or not at all.
 * @param at its time of change; what is compared with its sources by age wants the time at which they were read
 */
export async function placeFile(path: string, contents: string | Uint8Array, at?: Date, mode = 0o644): Promise<void> {
  await replaceFile(path, contents, { durable: "nothing", mode, ...(at !== undefined && { modified: at }) });
}
