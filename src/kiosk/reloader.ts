import type { Config } from "../config/config.ts";
import { type Fault, FaultsError, faultLine } from "../config/fault.ts";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Kiosk } from "./kiosk.ts";

/**
 * Brings a running kiosk up to date with its files, one reload at a time. Faults in them leave the kiosk as it was, and
 * are kept until a reload succeeds.
 */
export class Reloader {
  readonly #kiosk: Kiosk;
  readonly #load: () => Promise<Config>;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #faults: readonly Fault[] = [];
  #revision = 0;
  #readMs: number;
  #running: Promise<void> | undefined;
  #isRequested = false;
  #isStopped = false;

  /**
   * @param load reads the files as they are now; a WattframeError that it throws is kept as a fault
   * @param readMs when the files were first read, wall milliseconds
   */
  constructor(kiosk: Kiosk, load: () => Promise<Config>, log: Log, readMs = Date.now()) {
    this.#readMs = readMs;
    this.#kiosk = kiosk;
    this.#load = load;
    this.#log = log;
  }

  /** Faults in the files as they are now; the kiosk continues with the last valid ones. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Time from which on the files were read last, wall milliseconds: what was changed later is not known yet. */
  get readMs(): number {
    return this.#readMs;
  }

  /** Number of attempts. */
  get revision(): number {
    return this.#revision;
  }

  /** Calls back after every attempt; returns what ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything again. While one attempt is under way, one more is queued. */
  reload(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isRequested = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Stops reloading; resolves when the attempt under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isRequested = false;
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#isRequested) {
      this.#isRequested = false;
      await this.#attempt();
      this.#revision++;
      for (const listener of this.#listeners) listener();
    }
    const { file } = this.#kiosk.state.config;
    if (this.#faults.length === 0) this.#log.info({ file }, "configuration reloaded");
  }

  async #attempt(): Promise<void> {
    this.#readMs = Date.now();
    try {
      await this.#kiosk.reload(await this.#load());
      this.#faults = [];
    } catch (thrown) {
      this.#faults = thrown instanceof FaultsError ? thrown.faults : [faultOf(thrown, this.#kiosk.state.config.file)];
      const { error, ...facts } = errorFacts(thrown);
      const faults = this.#faults.map((fault) => `${faultLine(fault)} (${fault.hint})`);
      this.#log.error({ ...facts, faults }, `still using the previous configuration: ${error}`);
    }
  }
}

/** Returns an error without a place of its own, such as a port that is taken, as a fault of the whole file. */
function faultOf(thrown: unknown, file: string): Fault {
  const { code, error: message, hint = "" } = errorFacts(thrown);
  return { file, line: 1, column: 1, path: "", code, message, hint };
}
