import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MeterConfig } from "../config/config.ts";
import { type ErrorFacts, errorFacts, hasCode, WattframeError } from "../errors.ts";
import { type Lock, takeLock } from "../files/lock.ts";
import { writeProbe } from "../files/write-probe.ts";
import type { History } from "../history/history.ts";
import type { IsLate } from "../history/series-keeper.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";
import { HISTORY_FILE } from "../store/history-file.ts";
import { newHourRows } from "../store/hour-rows.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import type { StoreAccess } from "../store/store-access.ts";
import { LOCK_HINT } from "./folders.ts";

const MINUTE_MS = 60_000;
const SAVE_EVERY_MS = 5 * MINUTE_MS;
/** How long the start waits for what is older than the last days. */
const LOAD_MS = 15_000;
/** Codes of what fails where nothing can be written. */
const WRITES = ["HISTORY_WRITE", "FILE_WRITE"] as const;

/** State of what keeps the history, for the status file. */
export interface HistoryState {
  /** Path of the database. */
  readonly path: string;
  /** True while what came is being written, or waits for its turn to be. */
  readonly isSaving: boolean;
  /** Time of the last commit, milliseconds since 1970; absent before the first. */
  readonly savedMs?: number;
  /** Why the history is in memory only at the moment. */
  readonly fault?: ErrorFacts;
}

/** A meter whose history is kept. */
interface KeptMeter {
  readonly config: MeterConfig;
  readonly history: History;
}

/** Parts that the keeper needs. */
export interface HistoryKeeperParts {
  /** Folder of the history. */
  readonly folder: string;
  /** Access to the file in it. */
  readonly access: StoreAccess;
  readonly clock: () => Now;
  readonly log: Log;
  readonly onChange: () => void;
}

/**
 * Keeps the histories of meters over a restart: loads each once, writes what is new every five minutes and at the end.
 * Where that fails the kiosk goes on with what is in memory; it is logged once, and tried again the next time.
 */
export class HistoryKeeper {
  readonly #parts: HistoryKeeperParts;
  readonly #stores = new Map<string, SqliteStore>();
  readonly #loaded = new Set<History>();
  /** Until when the hours of a meter are written. */
  readonly #hoursUntil = new Map<string, number>();
  #lock: Lock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #savedMs: number | undefined;
  #fault: ErrorFacts | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isStopping = false;
  #saves = 0;

  constructor(parts: HistoryKeeperParts) {
    this.#parts = parts;
  }

  get state(): HistoryState {
    return {
      path: this.#parts.access.path,
      isSaving: this.#saves > 0,
      ...(this.#savedMs !== undefined && { savedMs: this.#savedMs }),
      ...(this.#fault && { fault: this.#fault }),
    };
  }

  /** The store of a meter. */
  storeOf({ name, timeZone }: MeterConfig): SqliteStore {
    let store = this.#stores.get(name);
    store ??= new SqliteStore(this.#parts.access, { name, timeZone });
    this.#stores.set(name, store);
    return store;
  }

  /**
   * Locks the folder; where nothing can be written there is nothing to protect, and that is logged.
   * @throws WattframeError `LOCKED` when another kiosk writes this history
   */
  async open(): Promise<void> {
    const file = join(this.#parts.folder, `${HISTORY_FILE}.lock`);
    this.#lock = await takeLock(file, LOCK_HINT).catch(async (thrown: unknown) => {
      if (!hasCode(thrown, "FILE_WRITE")) throw thrown;
      await this.#failed(thrown);
      return undefined;
    });
  }

  /**
   * Loads the histories of meters that were not loaded yet, for some seconds, or as long as the last days take. Never throws for what cannot be read.
   * @param stop ends it early; what is in the file then stays as it is
   */
  async load(meters: readonly KeptMeter[], stop?: AbortSignal): Promise<void> {
    const missing = meters.filter(({ history }) => !this.#loaded.has(history));
    if (missing.length === 0) return;
    const { clock, log } = this.#parts;
    const endMs = clock().monoMs + LOAD_MS;
    for (const { config, history } of missing) {
      // What the running day is made of comes first: without it, the next commit would make less of that day than the file has.
      const isLate: IsLate = (tier) => stop?.aborted === true || (tier === "quarter" && clock().monoMs > endMs);
      const isWhole = await this.#loadMeter({ config, history }, isLate);
      if (stop?.aborted) return;
      this.#loaded.add(history);
      if (isWhole === false)
        log.warn({ meter: config.name }, "the oldest part of the history is left out: it took too long");
    }
    this.#turn = this.#turn.then(() => this.#parts.access.pause());
    await this.#turn;
  }

  /** Returns false when something was left out, undefined when nothing could be read. */
  async #loadMeter({ config, history }: KeptMeter, isLate: IsLate): Promise<boolean | undefined> {
    const isWhole = await this.#trying(async () => {
      const store = this.storeOf(config);
      history.changeTimeZone((await store.timeZone()) ?? config.timeZone);
      return history.restore(this.#parts.clock(), isLate);
    });
    history.changeTimeZone(config.timeZone);
    return isWhole;
  }

  /** Saves every five minutes from now on. */
  start(meters: () => readonly KeptMeter[]): void {
    this.#timer = setInterval(() => void this.save(meters()), SAVE_EVERY_MS);
  }

  /** Writes what came of these meters since the last time. Never throws. */
  save(meters: readonly KeptMeter[]): Promise<void> {
    this.#saves += 1;
    this.#turn = this.#turn.then(() => this.#save(meters)).finally(() => (this.#saves -= 1));
    return this.#turn;
  }

  /** Saves, closes the file and gives the folder back. */
  async stop(meters: readonly KeptMeter[]): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopping = true;
    await this.save(meters);
    await this.#parts.access.close();
    await this.#lock?.release();
  }

  async #save(meters: readonly KeptMeter[]): Promise<void> {
    const now = this.#parts.clock();
    if (!now.clockSet) return;
    await this.#trying(async () => {
      // One that was not loaded would be written over what the file has of it.
      for (const meter of meters) if (this.#loaded.has(meter.history)) await this.#saveMeter(meter, now);
      this.#savedMs = now.wallMs;
      this.#noFault();
    });
    this.#parts.onChange();
  }

  async #saveMeter({ config, history }: KeptMeter, now: Now): Promise<void> {
    const store = this.storeOf(config);
    store.changeTimeZone(config.timeZone);
    const hours = newHourRows(history, config, this.#hoursUntil.get(config.name) ?? (await store.lastHourMs()), now);
    store.appendHours(hours.rows);
    await history.save(now);
    this.#hoursUntil.set(config.name, hours.untilMs);
    if (!history.isLost) return;
    this.#hoursUntil.delete(config.name);
    await history.refill(() => this.#isStopping);
  }

  /** Does something with the file. A failure is kept as the fault, and logged unless there was one before. */
  async #trying<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (thrown) {
      await this.#failed(thrown);
      return undefined;
    }
  }

  async #failed(thrown: unknown): Promise<void> {
    const facts = errorFacts(await this.#withReason(thrown));
    if (!this.#fault) this.#parts.log.error({ ...facts }, "the history is in memory only at the moment");
    this.#fault = facts;
  }

  /** A failure to write, or to begin a file, with the system's own reason where it lets nothing be written there: SQLite has no words for it. */
  async #withReason(thrown: unknown): Promise<unknown> {
    const { path } = this.#parts.access;
    const isToWrite = WRITES.some((code) => hasCode(thrown, code)) || !existsSync(path);
    const refusal = isToWrite ? await writeProbe(path) : undefined;
    if (!refusal) return thrown;
    const { message, hint } = refusal;
    return new WattframeError("HISTORY_WRITE", `the history ${message}`, { ...(hint && { hint }), cause: thrown });
  }

  #noFault(): void {
    if (this.#fault) this.#parts.log.info({ file: this.#parts.access.path }, "the history is written again");
    this.#fault = undefined;
  }
}
