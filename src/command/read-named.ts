import { readFile } from "node:fs/promises";
import { readError } from "../files/file-error.ts";

/** The text of a file that the user named. @throws WattframeError `FILE_READ` */
export async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw readError(file, cause);
  }
}
