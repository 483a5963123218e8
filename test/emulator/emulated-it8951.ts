import type { Level, OutputLine, SpiBus } from "../../src/bus/spi-bus.ts";
import type { Panel } from "../../src/panel/panel.ts";
import { GREY_16 } from "../../src/raster/palette.ts";
import type { Raster } from "../../src/raster/raster.ts";
import { garbage, Misuse } from "./emulated-controller.ts";
import type { FakeClock } from "./fake-clock.ts";

const ADDRESS = 0x001236e0;
const NEED_WORDS: Readonly<Record<number, number>> = { 16: 1, 17: 2, 33: 5, 52: 5, 55: 7 };

/** A command, and the words that it was given so far, transfer by transfer. */
interface Pending {
  readonly cmd: number;
  readonly pieces: Uint16Array[];
}

/**
 * An IT8951 with its glass: transfers of 16-bit words with preambles, a picture memory of one byte a pixel, areas loaded
 * at four or eight bits, waveforms that compare with what was shown before, and that memory lost in a reset.
 */
export class EmulatedIt8951 implements SpiBus {
  readonly glass: Uint8Array;
  readonly refreshes: string[] = [];
  stuckAt: Level | undefined;
  /** VCOM as stored, millivolts below 0. */
  vcom = 2000;
  /** How often VCOM was written: its memory wears. */
  vcomWrites = 0;
  readonly #panel: Panel;
  readonly #clock: FakeClock;
  #memory: Uint8Array;
  /** What the controller believes is on the glass. */
  #believed: Uint8Array;
  #registers = new Map<number, number>();
  #pending: Pending | undefined;
  #answer: number[] = [];
  #drivesUntilMs = 0;
  #refreshedMs: number | undefined;
  #state: "off" | "run" | "standby" | "sleep" = "off";

  constructor(panel: Panel, clock: FakeClock) {
    this.#panel = panel;
    this.#clock = clock;
    const length = panel.width * panel.height;
    this.glass = garbage(length, 16, 51);
    this.#memory = garbage(length, 16, 52);
    this.#believed = garbage(length, 16, 53);
  }

  set(line: OutputLine, level: Level): void {
    if (line !== "rst" || level !== 0) return;
    this.#memory = garbage(this.glass.length, 16, 54);
    this.#believed = garbage(this.glass.length, 16, 55);
    this.#registers.clear();
    this.#state = "off";
    this.#refreshedMs = undefined;
  }

  busy(): Level {
    return this.stuckAt ?? 1;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const words = wordsOf(bytes);
    const [preamble = -1] = words;
    const rest = words.subarray(1);
    if (preamble === 0x6000 && rest.length === 1) this.#command(rest[0] ?? -1);
    else if (preamble === 0x0000 && rest.length > 0) this.#data(rest);
    else throw new Misuse(`a transfer that begins with ${preamble.toString(16)}`);
  }

  async transfer(bytes: Uint8Array): Promise<Uint8Array> {
    if (wordsOf(bytes)[0] !== 0x1000) throw new Misuse("a read without its preamble");
    const count = bytes.length / 2 - 2; // preamble and one dummy word
    if (count !== this.#answer.length) throw new Misuse(`${count} words asked, ${this.#answer.length} are there`);
    return Uint8Array.from([0, 0, 0, 0, ...this.#answer.flatMap((word) => [word >> 8, word & 0xff])]);
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await work();
  }

  close(): void {}

  seen(): Raster {
    return {
      width: this.#panel.width,
      height: this.#panel.height,
      palette: GREY_16,
      pixels: Uint8Array.from(this.glass),
    };
  }

  rest(ms: number): void {
    this.#clock.pass(ms);
    if (this.#refreshedMs === undefined || this.#state === "sleep") return;
    const restedMs = this.#clock.nowMs() - this.#refreshedMs;
    if (this.#state === "run" && restedMs > 2_000) throw new Misuse("neither in standby nor asleep after a refresh");
    if (restedMs > 60_000) throw new Misuse("not asleep a minute after a refresh");
  }

  #command(cmd: number): void {
    const open = this.#pending;
    if (open?.cmd === 0x21 && cmd !== 0x22) throw new Misuse("an area is loaded without its end");
    if (this.#state !== "run" && cmd !== 0x01) throw new Misuse(`command ${cmd.toString(16)} while not running`);
    switch (cmd) {
      case 0x01:
        this.#state = "run";
        break;
      case 0x02:
      case 0x03:
        if (this.#drives()) throw new Misuse("to sleep while the glass is driven");
        this.#state = cmd === 0x02 ? "standby" : "sleep";
        break;
      case 0x22:
        if (open === undefined) throw new Misuse("the end of no area");
        this.#load(joined(open.pieces));
        break;
      case 0x0302:
        this.#answer = [
          this.#panel.width,
          this.#panel.height,
          ADDRESS & 0xffff,
          ADDRESS >>> 16,
          ...Array.from({ length: 16 }, () => 0),
        ];
        break;
      default:
        if (NEED_WORDS[cmd] === undefined && cmd !== 0x39) throw new Misuse(`unknown command ${cmd.toString(16)}`);
        this.#pending = { cmd, pieces: [] };
        return;
    }
    this.#pending = undefined;
  }

  #data(piece: Uint16Array): void {
    const open = this.#pending;
    if (open === undefined) throw new Misuse("data without a command");
    open.pieces.push(piece);
    if (open.cmd === 0x21) return; // until its end
    const words = joined(open.pieces);
    const [first = 0, second = 0] = words;
    if (open.cmd === 0x39) {
      if (first === 0) this.#answer = [this.vcom];
      else if (words.length === 2) {
        this.vcom = second;
        this.vcomWrites += 1;
      }
    } else if (words.length === NEED_WORDS[open.cmd]) {
      if (open.cmd === 0x10)
        this.#answer = [first === 0x1224 ? (this.#drives() ? 1 : 0) : (this.#registers.get(first) ?? 0)];
      else if (open.cmd === 0x11) this.#registers.set(first, second);
      else this.#display(open.cmd, words);
      this.#pending = undefined;
    }
  }

  #drives(): boolean {
    return this.#clock.nowMs() < this.#drivesUntilMs;
  }

  #load(words: Uint16Array): void {
    const [format = 0, x = 0, y = 0, width = 0, height = 0] = words;
    const data = words.subarray(5);
    const target = (this.#registers.get(0x020a) ?? 0) * 0x10000 + (this.#registers.get(0x0208) ?? 0);
    if (target !== ADDRESS) throw new Misuse("an area for another address");
    const perWord = format === 0x20 ? 4 : 2;
    const bits = 16 / perWord;
    if (data.length !== Math.ceil(width / perWord) * height)
      throw new Misuse(`${data.length} words for an area of ${width}×${height}`);
    if (x % perWord !== 0 || x + width > this.#panel.width || y + height > this.#panel.height)
      throw new Misuse("an area outside the glass");
    const rowWords = Math.ceil(width / perWord);
    for (let row = 0; row < height; row++) {
      const to = (y + row) * this.#panel.width + x;
      for (let column = 0; column < width; column++) {
        const word = data[row * rowWords + ((column * bits) >> 4)] as number;
        this.#memory[to + column] = (word >> ((bits * column) & 15)) & ((1 << bits) - 1);
      }
    }
  }

  #display(cmd: number, [x = 0, y = 0, width = 0, height = 0, waveform = -1]: Uint16Array): void {
    if (this.#drives()) throw new Misuse("a refresh while the glass is driven");
    const isOneBit = ((this.#registers.get(0x113a) ?? 0) & 4) !== 0;
    if (isOneBit !== (cmd === 0x37)) throw new Misuse("one bit a pixel in the wrong command");
    const colours = this.#registers.get(0x1250) ?? 0;
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) {
        const at = row * this.#panel.width + column;
        const bit = ((this.#memory[row * this.#panel.width + (column >> 3)] ?? 0) >> (column & 7)) & 1;
        const next =
          waveform === 0 ? 15 : isOneBit ? (bit === 1 ? colours & 0xff : colours >> 8) >> 4 : (this.#memory[at] ?? 0);
        this.#drive(at, next, waveform);
      }
    }
    this.refreshes.push(["INIT", "DU", "GC16", "", "", "", "A2"][waveform] ?? "?");
    this.#drivesUntilMs = this.#clock.nowMs() + (waveform === 0 ? 2_000 : this.#panel.full.refreshMs);
    this.#refreshedMs = this.#drivesUntilMs;
  }

  /** INIT and GC16 reach any grey, INIT from anything; the quick ones reach black and white, A2 from these alone. */
  #drive(at: number, next: number, waveform: number): void {
    const before = this.#believed[at] ?? 0;
    if (waveform !== 0 && this.glass[at] !== before)
      throw new Misuse("a waveform for a picture that is not on the glass");
    if ((waveform === 1 || waveform === 6) && !isExtreme(next))
      throw new Misuse("a grey by a waveform for black and white");
    if (waveform === 6 && !isExtreme(before)) throw new Misuse("A2 over a grey");
    this.glass[at] = next;
    this.#believed[at] = next;
  }
}

function isExtreme(grey: number): boolean {
  return grey === 0 || grey === 15;
}

function wordsOf(bytes: Uint8Array): Uint16Array {
  if (bytes.length % 2 !== 0 || bytes.length > 4096) throw new Misuse(`a transfer of ${bytes.length} bytes`);
  const words = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < words.length; i++) words[i] = (bytes[2 * i] as number) * 256 + (bytes[2 * i + 1] as number);
  return words;
}

function joined(pieces: readonly Uint16Array[]): Uint16Array {
  const words = new Uint16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    words.set(piece, at);
    at += piece.length;
  }
  return words;
}
