import { pathToFileURL } from "node:url";
import type { DatabaseSyncInstance, DatabaseSyncOptions, StatementSyncInstance } from "@photostructure/sqlite";
import { messageOf, WattframeError } from "../errors.ts";

/** What makes databases. */
export type Engine = new (location: string, options?: DatabaseSyncOptions) => DatabaseSyncInstance;

/** One open database. Every call blocks until it is done. */
export class Database {
  readonly #database: DatabaseSyncInstance;
  readonly #statements = new Map<string, StatementSyncInstance>();

  /** @param address path of a file, or `file:` address with parameters */
  constructor(engine: Engine, address: string, options: DatabaseSyncOptions = {}) {
    this.#database = new engine(address, options);
  }

  /** Runs statements without parameters. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** The statement of a text, prepared the first time. */
  prepare(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Opens a database to be read, and sees that it can be.
 * @param sharing `shared` where others may write it meanwhile; `unchanging` where nobody does, also on a file system that
 * cannot be written: nothing is left beside it
 */
export function openToRead(engine: Engine, path: string, sharing: "shared" | "unchanging"): Database {
  const address = sharing === "shared" ? path : `${pathToFileURL(path).href}?immutable=1`;
  const database = new Database(engine, address, { readOnly: true });
  try {
    database.exec("PRAGMA busy_timeout = 5000; SELECT count(*) FROM sqlite_schema");
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * SQLite: the one that Node has, or else the package of the same interface. Loaded here and nowhere else, on the first call.
 * @throws WattframeError `HISTORY_READ` when this Node has none and the package is not installed, or not made for this processor
 */
export async function sqliteEngine(
  builtin: () => unknown = () => process.getBuiltinModule?.("node:sqlite"),
  load: () => Promise<unknown> = () => import("@photostructure/sqlite"),
): Promise<Engine> {
  try {
    const found = (withoutWarning(builtin) ?? (await load())) as { readonly DatabaseSync: Engine };
    return found.DatabaseSync;
  } catch (cause) {
    throw new WattframeError("HISTORY_READ", `SQLite cannot be loaded: ${messageOf(cause)}`, {
      hint: "Use a Node.js that has it (22.13 or newer), or install the package: npm install --include=optional.",
      cause,
    });
  }
}

/** Some releases warn of their SQLite when it is loaded: on stderr, where people read errors and the log. */
function withoutWarning<Result>(load: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
