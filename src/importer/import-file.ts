import { existsSync } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { openToRead, sqliteEngine } from "../store/engine.ts";
import { historyError } from "../store/sqlite-fault.ts";
import { AMSREADER_HELP, readAmsreader } from "./amsreader.ts";
import { CSV_HELP, readCsv } from "./csv.ts";
import { DSMR_READER_HELP, readDsmrReader } from "./dsmr-reader.ts";
import { HOME_ASSISTANT_HELP, readHomeAssistantText } from "./home-assistant.ts";
import type { ReadOptions, ReadSpans } from "./read-spans.ts";
import { readRecorderDatabase } from "./recorder-database.ts";

/** Largest text that is read: ten years of quarters of an hour take a third of it. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;
/** First bytes of every SQLite database. */
const SQLITE_HEAD = "SQLite format 3\u0000";

interface FileFormat {
  readonly help: string;
  readonly readText: (text: string, options: ReadOptions) => ReadSpans;
  /** True where a database is read too. */
  readonly mayBeDatabase?: true;
  /** True where the file's own time says when its figures were taken. */
  readonly isDated?: true;
}

/** Files of other programs that energy can be imported from, by the names that people give. */
const FORMATS = {
  "home-assistant": { help: HOME_ASSISTANT_HELP, readText: readHomeAssistantText, mayBeDatabase: true },
  "dsmr-reader": { help: DSMR_READER_HELP, readText: readDsmrReader },
  amsreader: { help: AMSREADER_HELP, readText: readAmsreader, isDated: true },
  csv: { help: CSV_HELP, readText: readCsv },
} as const satisfies { readonly [name: string]: FileFormat };

/** Name of a format. */
export type FileFormatName = keyof typeof FORMATS;

/** The names of all formats. */
export const FILE_FORMATS = Object.keys(FORMATS) as FileFormatName[];

/** Explanation of every format for people. */
export const FORMATS_HELP = Object.entries(FORMATS)
  .map(([name, { help }]) => `${name}:\n  ${help}`)
  .join("\n");

/**
 * Reads the energy that a file of another program holds. The file stays as it is.
 * @throws WattframeError `FILE_READ`, `HISTORY_READ` for a database that cannot be read, `IMPORT_INVALID` when the file is of
 * another format, `USAGE` when something has to be said about it
 */
export async function readImportFile(path: string, name: FileFormatName, options: ReadOptions): Promise<ReadSpans> {
  const format: FileFormat = FORMATS[name];
  const { mtimeMs, size } = await stat(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  try {
    if (await isDatabase(path)) {
      if (format.mayBeDatabase) return await readDatabase(path, options);
      throw new WattframeError("IMPORT_INVALID", "it is a database", { hint: "Only home-assistant is read from one." });
    }
    if (size > MAX_TEXT_BYTES)
      throw new WattframeError("IMPORT_INVALID", "it is larger than 64 MB", {
        hint: "Split it, and import each part.",
      });
    const text = await readFile(path, "utf8");
    return format.readText(text, format.isDated ? { ...options, atMs: options.atMs ?? mtimeMs } : options);
  } catch (thrown) {
    if (!(thrown instanceof WattframeError) || thrown.message.includes(path)) throw thrown;
    const { code, message, hint } = thrown;
    throw new WattframeError(code, `${path}: ${message}`, { cause: thrown, ...(hint !== undefined && { hint }) });
  }
}

async function isDatabase(path: string): Promise<boolean> {
  const handle = await open(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(SQLITE_HEAD.length), 0, SQLITE_HEAD.length, 0);
    return buffer.toString("latin1") === SQLITE_HEAD;
  } finally {
    await handle.close();
  }
}

/** Reads a database that another program may be writing; where nobody does, nothing is left beside it. */
async function readDatabase(path: string, options: ReadOptions): Promise<ReadSpans> {
  const engine = await sqliteEngine();
  try {
    const database = openToRead(engine, path, existsSync(`${path}-wal`) ? "shared" : "unchanging");
    try {
      return readRecorderDatabase(database, options);
    } finally {
      database.close();
    }
  } catch (thrown) {
    throw historyError("HISTORY_READ", path, thrown);
  }
}
