import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MeterConfig } from "../config/config.ts";
import { type ErrorFacts, errorFacts, hasCode, WattframeError } from "../errors.ts";
import { type Lock, takeLock } from "../files/lock.ts";
import { writeProbe } from "../files/write-probe.ts";
import type { History } from "../history/history.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";
import { HISTORY_FILE } from "../store/history-file.ts";
import { newHourRows } from "../store/hour-rows.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import type { StoreAccess } from "../store/store-access.ts";
import { LOCK_HINT } from "./folders.ts";

const MINUTE_MS = 60_000;
const SAVE_EVERY_MS = 5 * MINUTE_MS;
/** How long the start waits for the history, at most. */
const LOAD_MS = 15_000;
/** State of what keeps the history, for the status file. */
export interface HistoryState {
  /** Path of the database. */
  readonly path: string;
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

  constructor(parts: HistoryKeeperParts) {
    this.#parts = parts;
  }

  get state(): HistoryState {
    return {
      path: this.#parts.access.path,
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
   * Locks the folder; where nothing can be written there is nothing to protect.
   * @throws WattframeError `LOCKED` when another kiosk writes this history
   */
  async open(): Promise<void> {
    const file = join(this.#parts.folder, `${HISTORY_FILE}.lock`);
    this.#lock = await takeLock(file, LOCK_HINT).catch((thrown: unknown) => {
      if (hasCode(thrown, "FILE_WRITE")) return undefined;
      throw thrown;
    });
  }

  /** Loads the histories of meters that were not loaded yet, for some seconds at most. Never throws for what cannot be read. */
  async load(meters: readonly KeptMeter[]): Promise<void> {
    const { clock, log } = this.#parts;
    const endMs = clock().monoMs + LOAD_MS;
    for (const { config, history } of meters) {
      if (this.#loaded.has(history)) continue;
      this.#loaded.add(history);
      const isWhole = await this.#trying(async () => {
        const store = this.storeOf(config);
        history.changeTimeZone((await store.timeZone()) ?? config.timeZone);
        return history.restore(clock(), () => clock().monoMs > endMs);
      });
      history.changeTimeZone(config.timeZone);
      if (isWhole === false)
        log.warn({ meter: config.name }, "the oldest part of the history is left out: it took too long");
    }
    this.#turn = this.#turn.then(() => this.#parts.access.pause());
    await this.#turn;
  }

  /** Saves every five minutes from now on. */
  start(meters: () => readonly KeptMeter[]): void {
    this.#timer = setInterval(() => void this.save(meters()), SAVE_EVERY_MS);
  }

  /** Writes what came of these meters since the last time. Never throws. */
  save(meters: readonly KeptMeter[]): Promise<void> {
    this.#turn = this.#turn.then(() => this.#save(meters));
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
      for (const meter of meters) await this.#saveMeter(meter, now);
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
      const facts = errorFacts(await this.#withReason(thrown));
      if (!this.#fault) this.#parts.log.error({ ...facts }, "the history is in memory only at the moment");
      this.#fault = facts;
      return undefined;
    }
  }

  /** A failure to write, or to begin a file, with the system's own reason where it lets nothing be written there: SQLite has no words for it. */
  async #withReason(thrown: unknown): Promise<unknown> {
    const { path } = this.#parts.access;
    const isToWrite = hasCode(thrown, "HISTORY_WRITE") || (hasCode(thrown, "HISTORY_READ") && !existsSync(path));
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
