import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { errorFacts, WattframeError } from "../errors.ts";
import type { TierName } from "../history/key-tiers.ts";
import { PACKAGE_FOLDER } from "../package-folder.ts";
import type { NoticeLog } from "../throttled-log.ts";
import { HISTORY_FILE, type StoredMeter } from "./history-file.ts";
import type { Commit, StoreAccess, StoredKeys, StoredSlot } from "./store-access.ts";
import type { ThreadAnswer, ThreadMethod, ThreadRequest } from "./thread-messages.ts";

/** The bundle of the thread, built beside the program. */
const THREAD = join(PACKAGE_FOLDER, "dist/history-worker.js");
/** Parts of the access to a history by a thread. */
export interface ThreadParts {
  readonly folder: string;
  readonly log: NoticeLog;
  /** Program of the thread; its bundle by default. */
  readonly program?: string;
}

/** Memory of the thread's own objects, megabytes: a commit has some hundred rows, a piece of a load some hundred slots. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64, stackSizeMb: 1 };

interface Waiting {
  readonly method: ThreadMethod;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Access to a history's file by a thread that owns it: nothing here waits for the disk. A thread that ends unasked fails what
 * it was asked for, and another one takes its place.
 */
export class ThreadAccess implements StoreAccess {
  readonly path: string;
  readonly #parts: ThreadParts;
  #worker: Worker | undefined;
  #isClosed = false;
  #number = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(parts: ThreadParts) {
    this.#parts = parts;
    this.path = join(parts.folder, HISTORY_FILE);
  }

  timeZone(meter: string): Promise<string | undefined> {
    return this.#ask("timeZone", meter);
  }

  lastHourMs(meter: string): Promise<number | undefined> {
    return this.#ask("lastHourMs", meter);
  }

  keys(meter: string): Promise<StoredKeys | undefined> {
    return this.#ask("keys", meter);
  }

  slots(meter: string, tier: TierName, beforeMs: number): Promise<readonly StoredSlot[]> {
    return this.#ask("slots", meter, tier, beforeMs);
  }

  write(meter: StoredMeter, commit: Commit): Promise<boolean> {
    return this.#ask("write", meter, commit);
  }

  /** Ends the thread: what it took to read a long history is free again. The next question begins another one. */
  async pause(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    await this.#ask("close").catch(() => undefined);
    this.#worker = undefined;
    await worker.terminate();
  }

  async close(): Promise<void> {
    await this.pause();
    this.#isClosed = true;
  }

  #ask<Method extends ThreadMethod>(
    method: Method,
    ...args: Parameters<StoreAccess[Method]>
  ): ReturnType<StoreAccess[Method]>;
  #ask(method: ThreadMethod, ...args: readonly unknown[]): Promise<never> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new WattframeError(codeOf(method), "the history's file is closed"));
      const number = this.#number++;
      this.#waiting.set(number, { method, resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ number, method, args } satisfies ThreadRequest, []);
    });
  }

  #start(): Worker {
    const { folder, program = THREAD } = this.#parts;
    const worker = new Worker(program, { workerData: { folder }, resourceLimits: LIMITS, execArgv: [] });
    worker.on("message", (answer: ThreadAnswer) => this.#take(answer));
    worker.on("error", (thrown) => this.#ended(worker, errorFacts(thrown).error));
    worker.on("exit", () => this.#ended(worker, "its thread ended"));
    return worker;
  }

  #take(answer: ThreadAnswer): void {
    if ("message" in answer) {
      this.#parts.log[answer.level](answer.facts, answer.message);
      return;
    }
    const waiting = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if ("result" in answer) {
      waiting?.resolve(answer.result as never);
      return;
    }
    const { code, error, hint } = answer.failure;
    waiting?.reject(new WattframeError(code, error, hint === undefined ? {} : { hint }));
  }

  #ended(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { method, reject } of waiting)
      reject(new WattframeError(codeOf(method), `the history ${this.path} cannot be used: ${why}`));
  }
}

function codeOf(method: ThreadMethod): "HISTORY_READ" | "HISTORY_WRITE" {
  return method === "write" ? "HISTORY_WRITE" : "HISTORY_READ";
}
