import { vi } from "vitest";

/** A wait of the bus is this long at least, as on a busy machine: a refresh is a few dozen looks at a line then, not hundreds. */
const LEAST_SLEEP_MS = 100;
const PAUSE_MS = 1;

const realSetTimeout = globalThis.setTimeout;
const realNow = Date.now;

/**
 * Time of a whole kiosk, driven from one timer to the next. The clocks stand still while something works that no timer ends,
 * such as the disk, so that a month gives the same refreshes on a fast machine and on a slow one.
 */
export class DrivenTime {
  /** Pieces of work under way that real time ends. */
  #atWork = 0;
  /** Waits of buses, within such work or beside it. */
  #asleep = 0;

  /** @param startMs of the wall clock, milliseconds since 1970 UTC; the monotonic one begins at 0 */
  constructor(startMs: number) {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    Date.now = () => startMs + performance.now(); // nothing else reads the wall clock, and a whole class of dates takes its time
  }

  /** Gives the real clocks back. */
  end(): void {
    Date.now = realNow;
    vi.useRealTimers();
  }

  /** Runs work that the clocks wait for, except while it sleeps. */
  async working<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#atWork++;
    try {
      return await work();
    } finally {
      this.#atWork--;
    }
  }

  /** A wait within such work. */
  async sleep(ms: number): Promise<void> {
    this.#atWork--;
    await this.idle(ms);
    this.#atWork++;
  }

  /** A wait beside it. */
  async idle(ms: number): Promise<void> {
    this.#asleep++;
    await new Promise<void>((resolve) => setTimeout(resolve, Math.max(ms, LEAST_SLEEP_MS)));
    this.#asleep--;
  }

  /** Lets time pass up to the first timer at or after an instant, milliseconds since 1970 UTC. */
  async passTo(untilMs: number): Promise<void> {
    await this.#settled(); // what was begun meanwhile
    while (Date.now() < untilMs) await this.#next();
  }

  /** Waits for work that waits for files and threads; time passes only while a bus waits for it. */
  async passDuring<Result>(work: Promise<Result>): Promise<Result> {
    const end = new AbortController();
    const done = work.finally(() => end.abort());
    done.catch(() => {}); // thrown below
    while (!end.signal.aborted) {
      await pause();
      if (this.#asleep > 0 && this.#atWork === 0) await this.#next();
    }
    return await done;
  }

  async #next(): Promise<void> {
    vi.advanceTimersToNextTimer();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.#atWork > 0);
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => realSetTimeout(resolve, PAUSE_MS));
}
