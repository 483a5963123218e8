import { WorkQueue } from "../work-queue.ts";

/** Queue of each set of shared wires. */
const queues = new Map<string, WorkQueue>();

/** Runs work after everything queued before under the same name; a failure does not stop what comes next. */
export function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const queue = queues.get(name) ?? new WorkQueue();
  queues.set(name, queue);
  return queue.run(work);
}
