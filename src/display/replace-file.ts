import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, WattframeError } from "../errors.ts";

/**
 * Writes a file whole or not at all, by rename; its folder is made when missing.
 * @throws WattframeError `FILE_WRITE`
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new WattframeError("FILE_WRITE", `${path} cannot be written: ${messageOf(cause)}`, {
      hint: "Check that the folder exists, belongs to this user and has room.",
      cause,
    });
  }
}
