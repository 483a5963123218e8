import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Name of the library within the folder of libraries of Debian's package `libfaketime`. */
const LIBRARY = "faketime/libfaketime.so.1";

/** The kiosk reads where its clocks are once a second. */
const SEEN_MS = 1_100;

/** The library that shows another time to a process. @throws Error that says how to install it */
function library(): string {
  const folders = ["/usr/lib", ...readdirSync("/usr/lib").map((name) => join("/usr/lib", name))];
  const found = folders.map((folder) => join(folder, LIBRARY)).find((path) => existsSync(path));
  if (found === undefined) throw new Error("there is no libfaketime: apt-get install faketime");
  return found;
}

/**
 * Clocks of a kiosk that can be moved while it runs: the machine's, and so much ahead or behind.
 * `"both"` moves the monotonic clock too: time passes. `"wall"` moves the wall clock alone: somebody sets it.
 */
export class FakeTime {
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;
  #aheadS = 0;

  constructor(folder: string, moves: "both" | "wall") {
    this.#file = join(folder, "fake-time");
    this.env = {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      // The library reads the file again after so many seconds. Doing so for each look at a clock, two threads at once would
      // now and then see the time go back.
      FAKETIME_CACHE_DURATION: "1",
      ...(moves === "wall" && { FAKETIME_DONT_FAKE_MONOTONIC: "1" }),
    };
    this.#write();
  }

  /** The kiosk's wall clock, milliseconds since 1970. */
  get nowMs(): number {
    return Date.now() + 1_000 * this.#aheadS;
  }

  /** Moves the clocks; resolves when the kiosk sees it. */
  async move(seconds: number): Promise<void> {
    this.#aheadS += seconds;
    this.#write();
    await wait(SEEN_MS);
  }

  #write(): void {
    const sign = this.#aheadS < 0 ? "" : "+";
    writeFileSync(`${this.#file}.new`, `${sign}${this.#aheadS}\n`);
    renameSync(`${this.#file}.new`, this.#file); // the kiosk reads it at any moment
  }
}
