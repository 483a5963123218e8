import type { StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";
import type { StoredMeter } from "./history-file.ts";
import { OF_METER } from "./slot-id.ts";

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly first_ms: number | null;
  readonly series: number | null;
}

interface MeterRow {
  readonly id: number;
  readonly time_zone: string;
}

/** The keys of one meter in a database, by the numbers that slots have of them. */
export class SlotKeys {
  readonly meter: number;
  /** The zone of the days that are in the database. */
  readonly timeZone: string;
  readonly #database: Database;
  readonly #keys: readonly KeyRow[];
  readonly #ids: Map<string, number>;
  readonly #names: Map<number, string>;

  private constructor(database: Database, { id, time_zone: timeZone }: MeterRow) {
    this.#database = database;
    this.meter = id;
    this.timeZone = timeZone;
    this.#keys = database.prepare("SELECT id, name, first_ms, series FROM key WHERE meter = ?").all(id) as KeyRow[];
    this.#ids = new Map(this.#keys.map(({ id, name }) => [name, id]));
    this.#names = new Map(this.#keys.map(({ id, name }) => [id, name]));
  }

  /** The keys of a meter; undefined where nothing was ever written of it. */
  static of(database: Database, meter: string): SlotKeys | undefined {
    const select = database.prepare("SELECT id, time_zone FROM meter WHERE name = ?");
    const row = select.get(meter) as MeterRow | undefined;
    return row && new SlotKeys(database, row);
  }

  /**
   * The keys of a meter, which is entered where it is not there yet. Days of another time zone than before are deleted: who
   * changes the zone appends those of the new one.
   */
  static made(database: Database, { name, timeZone }: StoredMeter): SlotKeys {
    const found = SlotKeys.of(database, name);
    if (!found) {
      database.prepare("INSERT INTO meter (name, time_zone) VALUES (?, ?)").run(name, timeZone);
    } else if (found.timeZone !== timeZone) {
      database.prepare("UPDATE meter SET time_zone = ? WHERE id = ?").run(timeZone, found.meter);
      database.prepare(`DELETE FROM day WHERE ${OF_METER}`).run(found.meter);
    } else {
      return found;
    }
    return SlotKeys.made(database, { name, timeZone });
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

  /** The names of all keys by their numbers. */
  get names(): ReadonlyMap<number, string> {
    return this.#names;
  }

  /** What is kept of the keys themselves. */
  rows(): StoredRow[] {
    return this.#keys.flatMap(({ name: key, first_ms: firstMs, series }): StoredRow[] => [
      ...(firstMs === null ? [] : [{ tier: "first", key, startMs: firstMs, values: [] } as const]),
      ...(series === null ? [] : [{ tier: "series", key, startMs: 0, values: [series] } as const]),
    ]);
  }
}
