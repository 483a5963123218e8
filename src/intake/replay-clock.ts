import { type Now, pastNow } from "../meter/now.ts";
import type { Scheduler } from "./scheduler.ts";

interface Task {
  readonly dueMs: number;
  readonly work: () => void;
}

/** Clock and scheduler of recorded messages: time passes only when it is moved, and whatever falls due runs at its own time. */
export class ReplayClock {
  #nowMs = 0;
  #tasks: readonly Task[] = [];

  /** Returns the instant that it shows. */
  readonly now = (): Now => pastNow(this.#nowMs);

  readonly schedule: Scheduler = (work, delayMs) => {
    const task = { dueMs: this.#nowMs + delayMs, work };
    this.#tasks = [...this.#tasks, task];
    return () => {
      this.#tasks = this.#tasks.filter((one) => one !== task);
    };
  };

  /** Moves to a time, milliseconds since 1970 UTC, and runs what is due by then, in order. */
  moveTo(atMs: number): void {
    for (let task = this.#nextDue(atMs); task; task = this.#nextDue(atMs)) {
      const { dueMs, work } = task;
      this.#tasks = this.#tasks.filter((one) => one !== task);
      this.#nowMs = dueMs;
      work();
    }
    this.#nowMs = atMs;
  }

  #nextDue(atMs: number): Task | undefined {
    let next: Task | undefined;
    for (const task of this.#tasks) if (task.dueMs <= atMs && task.dueMs < (next?.dueMs ?? Infinity)) next = task;
    return next;
  }
}
