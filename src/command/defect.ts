import { defectFacts } from "../errors.ts";
import { createLog } from "../log.ts";

/** Logs an error that nobody caught, as the kiosk logs: the process must end after it. */
export async function logDefect(thrown: unknown): Promise<void> {
  const log = await createLog("error", process.stderr.isTTY);
  log.error(defectFacts(thrown), "nobody caught this error: wattframe ends");
}
