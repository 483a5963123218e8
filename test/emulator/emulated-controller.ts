import type { Level, OutputLine, SpiBus } from "../../src/bus/spi-bus.ts";
import type { Panel } from "../../src/panel/panel.ts";
import { paletteOf } from "../../src/raster/palette.ts";
import type { Raster } from "../../src/raster/raster.ts";
import type { FakeClock } from "./fake-clock.ts";

/** Something was done that would confuse or wear out a real controller. */
export class Misuse extends Error {}

/** Longest time that a controller may stay powered, and that it may stay awake, once a refresh is over. */
const REST_MS = { powered: 2_000, awake: 60_000 } as const;

/**
 * What every emulated controller has: lines, a BUSY that follows a fake clock, a glass, and the rules of use.
 * It takes the place of the wires, so that steps reach it byte by byte as the kernel would send them.
 */
export abstract class EmulatedController implements SpiBus {
  /** Ink of every pixel as a viewer sees it, in the palette of what was shown last; garbage at first. */
  readonly glass: Uint8Array;
  /** Refreshes done, in order. */
  readonly refreshes: string[] = [];
  /** Level that BUSY is stuck at, for tests of broken panels. */
  stuckAt: Level | undefined;
  protected shownPalette: string;
  #levels: Record<OutputLine, Level> = { rst: 1, dc: 0, pwr: 1, cs: 1 };
  #busyUntilMs = 0;
  #refreshedMs: number | undefined;
  #command: number | undefined;
  #data: Uint8Array[] = [];

  protected readonly panel: Panel;
  protected readonly clock: FakeClock;
  /** When the last byte came. */
  #atMs = 0;

  constructor(panel: Panel, clock: FakeClock) {
    this.panel = panel;
    this.clock = clock;
    this.glass = garbage(panel.width * panel.height, 2, 11);
    this.shownPalette = panel.palette;
  }

  /** A command and all of its data, once the next one begins or nothing more is sent. */
  protected abstract execute(cmd: number, data: Uint8Array): void;
  /** Registers, power and memory as after a reset; the supply was cut for a moment, so the memory holds garbage. */
  protected abstract reset(): void;
  protected abstract isPowered(): boolean;
  protected abstract isAsleep(): boolean;

  set(line: OutputLine, level: Level): void {
    if (line === "rst" || (line === "dc" && level === 0)) this.#finish();
    if (line === "rst" && level === 0 && this.#levels.rst === 1) {
      this.#atMs = this.clock.nowMs();
      this.#busyUntilMs = 0;
      this.#refreshedMs = undefined;
      this.reset();
    }
    this.#levels[line] = level;
  }

  busy(): Level {
    this.#finish();
    if (this.stuckAt !== undefined) return this.stuckAt;
    const idle = this.panel.busyIdleLevel;
    return this.clock.nowMs() < this.#busyUntilMs ? (idle === 1 ? 0 : 1) : idle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#levels.rst === 0) throw new Misuse("bytes while RST is low");
    if (bytes.length > 4096) throw new Misuse(`${bytes.length} bytes in one write, more than the kernel takes`);
    if (this.#levels.dc === 0) {
      this.#finish();
      this.#begin(bytes);
      return;
    }
    if (this.#command === undefined) throw new Misuse("data without a command");
    this.#data.push(new Uint8Array(bytes)); // the sender may use its buffer again
    this.#atMs = this.clock.nowMs();
  }

  async transfer(): Promise<Uint8Array> {
    throw new Misuse("this controller is not asked");
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await work();
  }

  close(): void {
    this.#finish();
  }

  /** What the panel shows. */
  seen(): Raster {
    this.#finish();
    const palette = paletteOf(this.shownPalette);
    if (palette === undefined) throw new Error(`no palette ${this.shownPalette}`);
    return { width: this.panel.width, height: this.panel.height, palette, pixels: Uint8Array.from(this.glass) };
  }

  /** Lets time pass, as between two refreshes, and checks the state that the controller was left in. */
  rest(ms: number): void {
    this.#finish();
    this.clock.pass(ms);
    if (this.#refreshedMs === undefined || this.isAsleep()) return;
    const restedMs = this.clock.nowMs() - this.#refreshedMs;
    if (this.isPowered() && restedMs > REST_MS.powered)
      throw new Misuse("neither powered off nor asleep after a refresh");
    if (restedMs > REST_MS.awake) throw new Misuse("not asleep a minute after a refresh");
  }

  protected busyFor(ms: number): void {
    this.#busyUntilMs = this.#atMs + ms;
  }

  protected refreshed(kind: string, ms: number): void {
    this.refreshes.push(kind);
    this.busyFor(ms);
    this.#refreshedMs = this.#atMs + ms;
  }

  #begin(bytes: Uint8Array): void {
    const [cmd = -1] = bytes;
    if (bytes.length !== 1) throw new Misuse("a command is one byte");
    if (this.isAsleep()) throw new Misuse(`command ${cmd.toString(16)} in deep sleep`);
    if (this.clock.nowMs() < this.#busyUntilMs) throw new Misuse(`command ${cmd.toString(16)} while busy`);
    this.#command = cmd;
    this.#data = [];
    this.#atMs = this.clock.nowMs();
  }

  /** Executes the command that came last, now that all of its data is there. */
  #finish(): void {
    const cmd = this.#command;
    if (cmd === undefined) return;
    this.#command = undefined;
    this.execute(cmd, new Uint8Array(Buffer.concat(this.#data)));
  }
}

/** Made before, by its arguments: a reset needs as much as a glass has. */
const GARBAGE = new Map<string, Uint8Array>();

/** Bytes below `limit` in seeded disorder: what memory holds after power on. */
export function garbage(length: number, limit: number, seed: number): Uint8Array {
  const key = `${length} ${limit} ${seed}`;
  const made = GARBAGE.get(key) ?? newGarbage(length, limit, seed);
  GARBAGE.set(key, made);
  return made.slice();
}

function newGarbage(length: number, limit: number, seed: number): Uint8Array {
  let state = seed;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = (state >>> 16) % limit;
  }
  return bytes;
}
