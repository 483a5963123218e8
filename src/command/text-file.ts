import { open } from "node:fs/promises";
import { writeError } from "../files/file-error.ts";

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
    throw writeError(path, cause);
  };
  const handle = await open(path, "w").catch(failed);
  return {
    write: (text) => handle.writeFile(text).catch(failed),
    close: () => handle.close().catch(failed),
  };
}
