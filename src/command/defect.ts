import { defectFacts } from "../errors.ts";
import { createLog } from "../log.ts";

/** Logs an uncaught error, in the form of the kiosk's log: the process must end after it. */
export async function logDefect(thrown: unknown): Promise<void> {
  const log = await createLog("error", process.stderr.isTTY);
  log.error(defectFacts(thrown), "uncaught error: wattframe ends");
}
