import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { NoticeLog } from "../throttled-log.ts";
import { Database, type Engine, openToRead, sqliteEngine } from "./engine.ts";
import { journalModeIn } from "./journal-mode.ts";
import { checkVersion, migrate } from "./schema.ts";
import { DamagedError, historyError, isDamage } from "./sqlite-fault.ts";

/** Name of the database in the folder of a history. */
export const HISTORY_FILE = "history.sqlite";
/** What SQLite puts beside a database, by what is added to its name; the database itself last. */
const PARTS = ["-wal", "-shm", ""];

/** Parts that a history's file needs. */
export interface HistoryFileParts {
  readonly folder: string;
  readonly log: NoticeLog;
  /** Reads the wall clock, milliseconds since 1970: names what is set aside. */
  readonly wallMs: () => number;
  /** True where nothing is to be written or set aside. */
  readonly isReadOnly?: boolean;
}

/** A meter in a history's file, with the zone of its days. */
export interface StoredMeter {
  readonly name: string;
  readonly timeZone: string;
}

type Failure = "HISTORY_READ" | "HISTORY_WRITE";

/**
 * The database of a history: opened when it is first needed, and again after it failed to open. A damaged one is set aside
 * and a new one takes its place.
 */
export class HistoryFile {
  readonly path: string;
  readonly #parts: HistoryFileParts;
  #engine: Engine | undefined;
  #database: Database | undefined;
  /** Number of the file that is open. */
  #inode: bigint | undefined;
  /** The file that was set aside last, for what can still be read in it. */
  #aside: Database | undefined;
  /** True while the database that is open may only be read. */
  #isForReading = false;
  #isClosed = false;

  constructor(parts: HistoryFileParts) {
    this.#parts = parts;
    this.path = join(parts.folder, HISTORY_FILE);
  }

  /** Makes the folder, as far as it can be made, and loads SQLite; to be called before anything else. */
  async prepare(): Promise<void> {
    if (this.#isClosed || this.#engine !== undefined) return;
    // Where it cannot be made, opening the file says why.
    if (!this.#parts.isReadOnly) await makeFolder(this.#parts.folder).catch(() => undefined);
    this.#engine = await sqliteEngine();
  }

  /**
   * Returns what work on the database gives. Where the file turns out to be damaged it is set aside, and the work is done
   * once more on a new one.
   * @param failure code of an error that says what could not be done
   * @throws WattframeError of that code, or `HISTORY_NEWER`
   */
  use<Result>(failure: Failure, work: (database: Database) => Result): Result {
    try {
      try {
        return work(this.#opened(failure));
      } catch (thrown) {
        if (!isDamage(thrown) || this.#parts.isReadOnly) throw thrown;
        this.#setAside();
        return work(this.#opened(failure));
      }
    } catch (thrown) {
      throw historyError(failure, this.path, thrown);
    }
  }

  /** Returns what can be read in the file that was set aside since this began; undefined where none was, or nothing can. */
  useAside<Result>(work: (database: Database) => Result): Result | undefined {
    if (!this.#aside) return undefined;
    try {
      return work(this.#aside);
    } catch (thrown) {
      if (isDamage(thrown)) return undefined;
      throw historyError("HISTORY_READ", this.path, thrown);
    }
  }

  /** The meters that are in it, by name. */
  async meters(): Promise<readonly StoredMeter[]> {
    await this.prepare();
    return this.use("HISTORY_READ", (database) => {
      const select = database.prepare("SELECT name, time_zone AS timeZone FROM meter ORDER BY name");
      return select.all() as StoredMeter[];
    });
  }

  /** Writes all into the database file and closes it. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#close();
    this.#closeAside();
  }

  #opened(failure: Failure): Database {
    if (this.#isClosed) throw new WattframeError(failure, "the history's store is closed");
    // A file that was taken away or replaced would be written where nobody finds it.
    const isOther = this.#database !== undefined && inodeOf(this.path) !== this.#inode;
    if (isOther || (this.#isForReading && failure === "HISTORY_WRITE")) this.#close();
    if (!this.#database) {
      this.#database = this.#open(failure);
      this.#inode = inodeOf(this.path);
    }
    return this.#database;
  }

  /** Opens the file for writing; for reading alone, where that is all that can be done and asked. */
  #open(failure: Failure): Database {
    const engine = this.#engine;
    if (!engine) throw new WattframeError(failure, `the history ${this.path} is not prepared`);
    this.#isForReading = this.#parts.isReadOnly === true;
    if (this.#isForReading) return this.#openToRead(engine);
    try {
      return this.#openToWrite(engine);
    } catch (thrown) {
      const mayBeReadable = failure === "HISTORY_READ" && existsSync(this.path);
      if (!mayBeReadable || isDamage(thrown) || thrown instanceof WattframeError) throw thrown;
      this.#isForReading = true;
      return this.#openToRead(engine);
    }
  }

  #openToWrite(engine: Engine): Database {
    const database = new Database(engine, this.path);
    try {
      setUp(database, journalModeIn(this.#parts.folder));
      migrate(database, this.path);
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  }

  /** Opens what is there; on a file system that cannot be written only as a file that nobody changes. */
  #openToRead(engine: Engine): Database {
    if (!existsSync(this.path))
      throw new WattframeError("HISTORY_READ", `there is no history in ${this.#parts.folder}`, {
        hint: `Name the folder that history.path names; the database in it is ${HISTORY_FILE}.`,
      });
    const database =
      readable(() => openToRead(engine, this.path, "shared")) ?? openToRead(engine, this.path, "unchanging");
    checkVersion(database, this.path);
    return database;
  }

  #setAside(): void {
    this.#close();
    const { folder, wallMs, log } = this.#parts;
    const day = new Date(wallMs()).toISOString().slice(0, 10);
    const names = [`damaged-${day}`, ...Array.from({ length: 99 }, (_, i) => `damaged-${day}-${i + 2}`)];
    const free = names.map((name) => join(folder, `${name}.sqlite`)).find((path) => !existsSync(path));
    if (free === undefined) throw new DamagedError("it is damaged again, and a hundred of that day were set aside");
    for (const part of PARTS) if (existsSync(this.path + part)) renameSync(this.path + part, free + part);
    this.#closeAside();
    attempt(() => {
      if (this.#engine) this.#aside = openToRead(this.#engine, free, "unchanging");
    });
    const hint = "The kiosk goes on by itself; doc/history.md says how to get back what was lost.";
    log.error(
      { file: this.path, setAside: free, hint },
      "the history is damaged: it is set aside, and a new one begins",
    );
  }

  #closeAside(): void {
    attempt(() => this.#aside?.close());
    this.#aside = undefined;
  }

  #close(): void {
    const database = this.#database;
    this.#database = undefined;
    // The package cannot finish its statements before they are collected, and a connection that still has a log would delete
    // that of a new file of this name then. Without one, a file that nobody uses can be read where nothing can be written.
    if (!this.#isForReading) attempt(() => database?.exec("PRAGMA journal_mode = DELETE"));
    attempt(() => database?.close());
  }
}

/**
 * Sets up how a database is written: small pages, because a commit changes few bytes in many places; every commit is on the
 * disk before it returns.
 */
function setUp(database: Database, journalMode: string): void {
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA page_size = 1024");
  database.exec(`PRAGMA journal_mode = ${journalMode}; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 1048576`);
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** What opens; undefined where it does not, and is not damaged. */
function readable(open: () => Database): Database | undefined {
  try {
    return open();
  } catch (thrown) {
    if (isDamage(thrown)) throw thrown;
    return undefined;
  }
}

/** What a damaged or full file says when it is closed was said before. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
  }
}
