import type { StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly first_ms: number | null;
  readonly series: number | null;
}

/** The keys of one meter in a database, by the numbers that slots have of them. */
export class SlotKeys {
  readonly meter: number;
  readonly #database: Database;
  readonly #keys: readonly KeyRow[];
  readonly #ids: Map<string, number>;
  readonly #names: Map<number, string>;

  private constructor(database: Database, meter: number) {
    this.#database = database;
    this.meter = meter;
    this.#keys = database
      .prepare("SELECT id, name, first_ms, series FROM key WHERE meter = ?")
      .all(meter) as unknown as KeyRow[];
    this.#ids = new Map(this.#keys.map(({ id, name }) => [name, id]));
    this.#names = new Map(this.#keys.map(({ id, name }) => [id, name]));
  }

  /** The keys of a meter; undefined where nothing was ever written of it. */
  static of(database: Database, meter: string): SlotKeys | undefined {
    const row = database.prepare("SELECT id FROM meter WHERE name = ?").get(meter) as { readonly id: number } | undefined;
    return row && new SlotKeys(database, row.id);
  }

  /** The keys of a meter, which is entered with its time zone where it is not there yet. */
  static made(database: Database, { name, timeZone }: { readonly name: string; readonly timeZone: string }): SlotKeys {
    const insert = database.prepare(
      `INSERT INTO meter (name, time_zone) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET time_zone = excluded.time_zone WHERE time_zone IS NOT excluded.time_zone
       RETURNING id`,
    );
    const row = insert.get(name, timeZone) as { readonly id: number } | undefined;
    if (row) return new SlotKeys(database, row.id);
    const found = database.prepare("SELECT id FROM meter WHERE name = ?").get(name) as { readonly id: number };
    return new SlotKeys(database, found.id);
  }

  /** The number of a key, which is entered where it is not there yet. */
  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const insert = this.#database.prepare("INSERT INTO key (meter, name) VALUES (?, ?) RETURNING id");
    const { id } = insert.get(this.meter, name) as { readonly id: number };
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }

  /** The key of a number; undefined for a number that no key has. */
  nameOf(id: number): string | undefined {
    return this.#names.get(id);
  }

  /** Writes what is kept of a key itself: when it was first known, or its series. */
  write({ tier, key, startMs, values }: StoredRow): void {
    const column = tier === "first" ? "first_ms" : "series";
    const value = tier === "first" ? startMs : (values[0] ?? 0);
    const update = this.#database.prepare(`UPDATE key SET ${column} = ?1 WHERE id = ?2 AND ${column} IS NOT ?1`);
    update.run(value, this.idOf(key));
  }

  /** What is kept of the keys themselves. */
  rows(): StoredRow[] {
    return this.#keys.flatMap(({ name: key, first_ms: firstMs, series }): StoredRow[] => [
      ...(firstMs === null ? [] : [{ tier: "first", key, startMs: firstMs, values: [] } as const]),
      ...(series === null ? [] : [{ tier: "series", key, startMs: 0, values: [series] } as const]),
    ]);
  }
}
