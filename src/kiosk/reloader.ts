import type { Config } from "../config/config.ts";
import { type Fault, FaultsError, faultLine } from "../config/fault.ts";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Kiosk } from "./kiosk.ts";

/**
 * Brings a running kiosk up to date with its files, one time after the other: what is wrong in them keeps the kiosk as
 * it was, and is told until it is mended.
 */
export class Reloader {
  readonly #kiosk: Kiosk;
  readonly #load: () => Promise<Config>;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #faults: readonly Fault[] = [];
  #revision = 0;
  #running: Promise<void> | undefined;
  #isAsked = false;
  #isStopped = false;

  /** @param load reads the files as they are now. @throws WattframeError from it is a fault to be told */
  constructor(kiosk: Kiosk, load: () => Promise<Config>, log: Log) {
    this.#kiosk = kiosk;
    this.#load = load;
    this.#log = log;
  }

  /** What is wrong in the files as they are now; the kiosk goes on with the last good ones. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Grows by one with every attempt. */
  get revision(): number {
    return this.#revision;
  }

  /** Calls back after every attempt; gives what ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything again. While one attempt is under way, one more is kept for later. */
  reload(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isAsked = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Reads nothing any more; resolves when the attempt that is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isAsked = false;
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      await this.#attempt();
      this.#revision++;
      for (const listener of this.#listeners) listener();
    }
    const { file } = this.#kiosk.state.config;
    if (this.#faults.length === 0) this.#log.info({ file }, "the configuration was read again");
  }

  async #attempt(): Promise<void> {
    try {
      await this.#kiosk.reload(await this.#load());
      this.#faults = [];
    } catch (thrown) {
      this.#faults = thrown instanceof FaultsError ? thrown.faults : [faultOf(thrown, this.#kiosk.state.config.file)];
      const { error, ...facts } = errorFacts(thrown);
      const faults = this.#faults.map((fault) => `${faultLine(fault)} (${fault.hint})`);
      this.#log.error({ ...facts, faults }, `the old configuration stays: ${error}`);
    }
  }
}

/** What went wrong without a place of its own, such as a port that is taken, as a fault of the whole file. */
function faultOf(thrown: unknown, file: string): Fault {
  const { code, error: message, hint = "" } = errorFacts(thrown);
  return { file, line: 1, column: 1, path: "", code, message, hint };
}
