import { rename, utimes, writeFile } from "node:fs/promises";

/**
 * Writes a file beside its place and moves it there, so that a reader finds the old one or the new one, whole.
 * @param at its time of change; what is compared with its sources by age wants the time at which they were read
 */
export async function placeFile(path: string, contents: string | Uint8Array, at?: Date, mode = 0o644): Promise<void> {
  const fresh = `${path}.new`;
  await writeFile(fresh, contents, { mode });
  if (at !== undefined) await utimes(fresh, at, at);
  await rename(fresh, path);
}
