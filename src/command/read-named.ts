import { readFileSync } from "node:fs";
import { readError } from "../files/file-error.ts";

/** The text of a file that the user named. @throws WattframeError `FILE_READ` */
export function readNamed(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw readError(file, cause);
  }
}
