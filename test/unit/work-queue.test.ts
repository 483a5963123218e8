import { expect, it } from "vitest";
import { WorkQueue } from "../../src/work-queue.ts";

it("runs one piece of work at a time, in order", async () => {
  const queue = new WorkQueue();
  const done: string[] = [];
  let finish = (): void => {};
  const first = queue.run(async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    done.push("first");
  });
  const second = queue.run(() => void done.push("second"));
  await Promise.resolve();
  expect(done).toEqual([]);
  finish();
  await Promise.all([first, second]);
  expect(done).toEqual(["first", "second"]);
});

it("gives each caller the result or the error of its own work", async () => {
  const queue = new WorkQueue();
  const failed = queue.run(() => Promise.reject(new Error("no paper")));
  const worked = queue.run(() => 7);
  await expect(failed).rejects.toThrow("no paper");
  await expect(worked).resolves.toBe(7);
});
