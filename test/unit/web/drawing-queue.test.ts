import { beforeEach, describe, expect, it } from "vitest";
import { DrawingQueue } from "../../../src/web/drawing-queue.ts";

/** The signal of one who waits for ever. */
const never = () => new AbortController().signal;

let done: string[];
beforeEach(() => {
  done = [];
});

const job = (name: string) => async () => {
  done.push(name);
  return name;
};

/** A job that goes on until it is let go. */
function held(name: string): { run: () => Promise<void>; letGo: () => void } {
  const { promise, resolve } = withResolvers();
  return {
    run: async () => {
      done.push(name);
      await promise;
    },
    letGo: resolve,
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a queue", () => {
  it("does one job at a time, in order, and gives each its own result", async () => {
    const queue = new DrawingQueue(10);
    let under = 0;
    const results = await Promise.all(
      ["a", "b", "c"].map((name) =>
        queue.result("same", never(), async () => {
          expect(++under).toBe(1);
          await turn();
          under--;
          return name;
        }),
      ),
    );
    expect(results).toEqual(["a", "b", "c"]);
  });

  it("does jobs of the same group together", async () => {
    const queue = new DrawingQueue(10);
    const groups = ["sauna", "evening", "sauna", "evening", "day", "sauna"];
    await Promise.all(groups.map((group, i) => queue.result(group, never(), job(`${group}${i}`))));
    expect(done).toEqual(["sauna0", "sauna2", "sauna5", "evening1", "evening3", "day4"]);
  });

  it("lets no group keep the others waiting for ever", async () => {
    const queue = new DrawingQueue(400);
    const many = Array.from({ length: 200 }, (_, i) => queue.result("many", never(), job(`many${i}`)));
    const one = Array.from({ length: 2 }, (_, i) => queue.result("few", never(), job(`few${i}`)));
    const others = Array.from({ length: 200 - 2 }, (_, i) => queue.result("many", never(), job(`later${i}`)));
    await Promise.all([...many, ...one, ...others]);
    expect(done).toHaveLength(400);
    expect(done.indexOf("few0")).toBeLessThan(done.indexOf("later197"));
    expect(done.indexOf("few1")).toBe(done.indexOf("few0") + 1);
  });

  it("goes on after a job that fails", async () => {
    const queue = new DrawingQueue(10);
    const failing = queue.result("a", never(), () => Promise.reject(new RangeError("broken")));
    const next = queue.result("a", never(), job("next"));
    await expect(failing).rejects.toThrow("broken");
    expect(await next).toBe("next");
    await turn();
    expect(await queue.result("a", never(), job("much later"))).toBe("much later");
  });

  it("refuses more than may wait, and takes more when there is room again", async () => {
    const queue = new DrawingQueue(2);
    const first = held("first");
    const running = queue.result("a", never(), first.run);
    await turn();
    await turn();
    const waiting = [queue.result("a", never(), job("b")), queue.result("a", never(), job("c"))];
    await expect(queue.result("a", never(), job("d"))).rejects.toMatchObject({
      code: "PREVIEW_REFUSED",
      message: "2 pictures are already waiting to be drawn",
    });
    first.letGo();
    await Promise.all([running, ...waiting]);
    expect(await queue.result("a", never(), job("e"))).toBe("e");
    expect(done).toEqual(["first", "b", "c", "e"]);
  });

  it("forgets a job that is aborted while it waits, and has room for another", async () => {
    const queue = new DrawingQueue(1);
    const first = held("first");
    const running = queue.result("a", never(), first.run);
    await turn();
    await turn();
    const abort = new AbortController();
    const waiting = queue.result("a", abort.signal, job("aborted"));
    abort.abort(new Error("scrolled away"));
    await expect(waiting).rejects.toThrow("scrolled away");
    const other = queue.result("a", never(), job("other"));
    first.letGo();
    await Promise.all([running, other]);
    expect(done).toEqual(["first", "other"]);
  });

  it("takes no job of one who has gone already", async () => {
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(new DrawingQueue(1).result("a", gone, job("a"))).rejects.toThrow("gone");
    expect(done).toEqual([]);
  });
});
