import { expect, it } from "vitest";
import { inSlices } from "../../../src/web/in-slices.ts";

const NEVER = new AbortController().signal;

function* steps(count: number, msEach: number): Generator<number, string> {
  for (let i = 0; i < count; i++) {
    for (const untilMs = performance.now() + msEach; performance.now() < untilMs; );
    yield i;
  }
  return "done";
}

/** How often the process got round to other work meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  isDone = true;
  return turns;
}

it("gives what the generator returns", async () => {
  expect(await inSlices(steps(3, 0), NEVER)).toBe("done");
});

it("lets the process do other work every few steps that take long", async () => {
  expect(await turnsDuring(inSlices(steps(20, 3), NEVER))).toBeGreaterThanOrEqual(5);
});

it("takes many short steps in one go", async () => {
  expect(await turnsDuring(inSlices(steps(5_000, 0), NEVER))).toBeLessThan(500);
});

it("stops for an abort between two slices, and takes the same steps up again", async () => {
  const taken: number[] = [];
  const inner = steps(12, 3);
  function* noted(): Generator<number, string> {
    for (;;) {
      const step = inner.next();
      if (step.done) return step.value;
      taken.push(step.value);
      yield step.value;
    }
  }
  const work = noted();
  const abort = new AbortController();
  setImmediate(() => abort.abort(new Error("enough")));
  await expect(inSlices(work, abort.signal)).rejects.toThrow("enough");
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.length).toBeLessThan(12);
  expect(await inSlices(work, NEVER)).toBe("done");
  expect(taken).toEqual(Array.from({ length: 12 }, (_, i) => i));
});

it("does not begin for one who has gone", async () => {
  const work = steps(1, 0);
  await expect(inSlices(work, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  expect(work.next()).toEqual({ done: false, value: 0 });
});

it("throws what a step throws", async () => {
  function* failing(): Generator<void, void> {
    yield;
    throw new RangeError("broken");
  }
  await expect(inSlices(failing(), NEVER)).rejects.toThrow("broken");
});
