import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Name of the library within the folder of libraries of Debian's package `libfaketime`. */
const LIBRARY = "faketime/libfaketime.so.1";

/**
 * Longest wait for the kiosk to read where its clocks are: where the file system does not keep when a file was read, and
 * where no kiosk runs. The library counts whole seconds, and reads again when more than one has passed: after up to two.
 */
const SEEN_MS = 4_000;
const LOOK_MS = 20;

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

  /** Moves the clocks; resolves when the kiosk has seen it. */
  async move(seconds: number): Promise<void> {
    this.#aheadS += seconds;
    const unreadMs = this.#write();
    const isUnread = () => statSync(this.#file).atimeMs === unreadMs;
    for (let waitedMs = 0; waitedMs < SEEN_MS && isUnread(); waitedMs += LOOK_MS) await wait(LOOK_MS);
  }

  /** Lets time pass, a minute at once, until something is so. */
  async passUntil(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await this.move(60);
      for (let waitedMs = 0; waitedMs < SEEN_MS && !isSo(); waitedMs += LOOK_MS) await wait(LOOK_MS);
    }
  }

  /** Writes where the clocks are; returns when the file was last read, milliseconds since 1970. */
  #write(): number {
    const sign = this.#aheadS < 0 ? "" : "+";
    const file = `${this.#file}.new`;
    writeFileSync(file, `${sign}${this.#aheadS}\n`);
    const { atimeMs } = statSync(file);
    renameSync(file, this.#file); // the kiosk reads it at any moment
    return atimeMs;
  }
}
