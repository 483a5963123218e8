import type { Timing } from "../../src/bus/timing.ts";

/** A clock that advances only by what is slept and passed. */
export class FakeClock implements Timing {
  #nowMs = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  async sleep(ms: number): Promise<void> {
    this.pass(ms);
  }

  /** Lets time go by without anybody waiting. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }
}
