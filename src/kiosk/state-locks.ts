import type { DisplayConfig } from "../config/config.ts";
import { displayRowOf } from "../display/displays.ts";
import { stateLockOf } from "../display/epaper-memory.ts";
import { hasCode } from "../errors.ts";
import { type Lock, takeLock } from "../files/lock.ts";
import { LOCK_HINT } from "./folders.ts";

/** Locks on what displays keep across restarts: two kiosks that count the refreshes of one panel would wear it. */
export class StateLocks {
  readonly #folder: string;
  readonly #held = new Map<string, Lock>();

  /** @param folder the state folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes the locks of displays that it does not hold yet. Where none can be written, nothing is kept that could be
   * damaged, and the display itself logs that.
   * @throws WattframeError `LOCKED` when another kiosk holds one
   */
  async take(displays: readonly DisplayConfig[]): Promise<void> {
    for (const name of statefulNames(displays)) {
      if (this.#held.has(name)) continue;
      const lock = await takeLock(stateLockOf(this.#folder, name), LOCK_HINT).catch(unlessLocked);
      if (lock) this.#held.set(name, lock);
    }
  }

  /** Gives back the locks of all other displays. */
  async keep(displays: readonly DisplayConfig[]): Promise<void> {
    const names = new Set(statefulNames(displays));
    const others = [...this.#held].filter(([name]) => !names.has(name));
    for (const [name, lock] of others) {
      this.#held.delete(name);
      await lock.release();
    }
  }
}

function unlessLocked(thrown: unknown): undefined {
  if (hasCode(thrown, "FILE_WRITE")) return undefined;
  throw thrown;
}

function statefulNames(displays: readonly DisplayConfig[]): string[] {
  return displays.filter(({ kind }) => displayRowOf(kind)?.keepsState).map(({ name }) => name);
}
