/** The last work that was queued for each set of shared wires. */
const queues = new Map<string, Promise<unknown>>();

/** Runs `work` after everything that was queued under the same name before; a failure does not stop who comes next. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  queues.set(name, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(name) === mine) queues.delete(name);
  }
}
