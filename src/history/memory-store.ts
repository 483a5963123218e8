import { WattframeError } from "../errors.ts";
import { type Flushed, STORE_VERSION, type Store, type StoredRow } from "./store.ts";

/** Rows that are given at once. */
const PIECE = 4_096;

/** Medium of a memory store; a second store on the same one finds what the first has flushed. */
export interface MemoryMedium {
  version: number;
  readonly rows: Map<string, StoredRow>;
}

/** An empty medium. */
export function memoryMedium(): MemoryMedium {
  return { version: STORE_VERSION, rows: new Map() };
}

/** A store in the memory of the process: for as long as its medium is kept. */
export class MemoryStore implements Store {
  readonly #medium: MemoryMedium;
  #pending: StoredRow[] = [];
  #hasRows = false;
  #isClosed = false;

  constructor(medium: MemoryMedium) {
    this.#medium = medium;
  }

  async *load(): AsyncGenerator<readonly StoredRow[]> {
    if (this.#isClosed) throw new WattframeError("HISTORY_READ", "the history's store is closed");
    if (this.#medium.version > STORE_VERSION) throw newer(this.#medium.version);
    this.#hasRows = this.#medium.rows.size > 0;
    const rows = [...this.#medium.rows.values()];
    for (let from = 0; from < rows.length; from += PIECE) yield rows.slice(from, from + PIECE);
  }

  async append(rows: readonly StoredRow[]): Promise<void> {
    this.#checkWritable();
    this.#pending.push(...rows);
  }

  async flush(): Promise<Flushed> {
    this.#checkWritable();
    const isLost = this.#hasRows && this.#medium.rows.size === 0;
    for (const row of this.#pending) this.#medium.rows.set(idOf(row), row);
    this.#pending = [];
    this.#hasRows = this.#medium.rows.size > 0;
    return { isLost };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
  }

  #checkWritable(): void {
    if (this.#isClosed) throw new WattframeError("HISTORY_WRITE", "the history's store is closed");
    if (this.#medium.version > STORE_VERSION) throw newer(this.#medium.version);
  }
}

function newer(version: number): WattframeError {
  return new WattframeError(
    "HISTORY_NEWER",
    `the history has format ${version}; this program knows formats up to ${STORE_VERSION}`,
    { hint: "Run the newer program again, or give this one another history." },
  );
}

function idOf({ tier, key, startMs }: StoredRow): string {
  return tier === "first" || tier === "series" ? `${tier} ${key}` : `${tier} ${key} ${startMs}`;
}
