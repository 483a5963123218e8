import { open } from "node:fs/promises";
import { messageOf, WattframeError } from "../errors.ts";

/** A file that a result is written to, piece by piece. */
export interface TextFile {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * A new file, or an old one emptied.
 * @throws WattframeError `FILE_WRITE` here and from `write` and `close`, naming the file
 */
export async function textFile(path: string): Promise<TextFile> {
  const failed = (cause: unknown): never => {
    throw new WattframeError("FILE_WRITE", `${path} cannot be written: ${messageOf(cause)}`, { cause });
  };
  const handle = await open(path, "w").catch(failed);
  return {
    write: (text) => handle.writeFile(text).catch(failed),
    close: () => handle.close().catch(failed),
  };
}
