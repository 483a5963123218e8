import { latin1Of } from "../bytes.ts";
import { CRC_ARC, CRC_X25, type Crc16 } from "./crc.ts";
import { CRC_STEPS, RunningCrc } from "./running-crc.ts";

/**
 * The part of a stream of bytes that is still needed, by places counted from the start of the stream. Counts how many bytes
 * are looked at, so that the work on a stream can be compared with its length. Bytes once added never change in memory:
 * a {@link view} stays what it was.
 */
export class ByteWindow {
  #bytes = new Uint8Array();
  /** Place of the first byte in memory. */
  #base = 0;
  #start = 0;
  #end = 0;
  /** Sums of the bytes from the first in memory, modulo 256, before each byte; how many bytes they hold. */
  #sums = new Uint8Array();
  #summed = 0;
  /** Created on first use: most streams need one of them. */
  readonly #crcs = new Map<Crc16, RunningCrc>();
  #steps = 0;

  /** Place of the first byte that is held. */
  get start(): number {
    return this.#start;
  }

  /** Place behind the last byte. */
  get end(): number {
    return this.#end;
  }

  /** Number of bytes looked at so far, each as often as it was; a checksum counts as {@link CRC_STEPS}. */
  get steps(): number {
    return this.#steps;
  }

  /** Counts bytes that were looked at in a copy. */
  countSteps(count: number): void {
    this.#steps += count;
  }

  /** Appends the next bytes of the stream. */
  append(bytes: Uint8Array): void {
    if (this.#end - this.#base + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#end - this.#base);
    this.#end += bytes.length;
  }

  /** Releases everything before a place. */
  forgetBefore(place: number): void {
    this.#start = Math.max(this.#start, place);
  }

  /** The byte at a place; absent when it has not come yet. */
  at(place: number): number | undefined {
    this.#steps += 1;
    return place < this.#end ? this.#bytes[place - this.#base] : undefined;
  }

  /** The bytes `from` (included) to `to` (excluded), not copied. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from - this.#base, Math.min(to, this.#end) - this.#base);
  }

  /** The same as a text of one character each. */
  text(from: number, to: number): string {
    this.#steps += to - from;
    return latin1Of(this.view(from, to));
  }

  /** CRC-16/ARC of the bytes `from` to `to` (excluded). */
  arc(from: number, to: number): number {
    return this.#crc(CRC_ARC, from, to);
  }

  /** CRC-16/X.25 of the bytes `from` to `to` (excluded). */
  x25(from: number, to: number): number {
    return this.#crc(CRC_X25, from, to);
  }

  /** Sum of the bytes `from` to `to` (excluded), modulo 256; each byte is looked at once, however many sums are asked for. */
  sum(from: number, to: number): number {
    if (this.#sums.length === 0) this.#sums = new Uint8Array(this.#bytes.length + 1);
    const end = to - this.#base;
    this.#steps += Math.max(0, end - this.#summed) + 1;
    for (; this.#summed < end; this.#summed++)
      this.#sums[this.#summed + 1] = (this.#sums[this.#summed] ?? 0) + (this.#bytes[this.#summed] ?? 0);
    return ((this.#sums[end] ?? 0) - (this.#sums[from - this.#base] ?? 0)) & 0xff;
  }

  #crc(crc16: Crc16, from: number, to: number): number {
    const running = this.#crcs.get(crc16) ?? new RunningCrc(crc16, this.#bytes.length);
    this.#crcs.set(crc16, running);
    const before = running.known;
    const crc = running.between(this.#bytes, from - this.#base, to - this.#base);
    this.#steps += running.known - before + CRC_STEPS;
    return crc;
  }

  /** New memory, twice as much as is held: what is held is copied once for as many bytes that come. */
  #makeRoom(length: number): void {
    const held = this.view(this.#start, this.#end);
    const bytes = new Uint8Array(held.length + Math.max(length, held.length));
    bytes.set(held);
    const dropped = this.#start - this.#base;
    for (const [crc16, running] of this.#crcs) {
      if (held.length > 0) this.#crcs.set(crc16, running.movedTo(dropped, bytes.length));
      else this.#crcs.delete(crc16);
    }
    const sums = this.#summed > dropped ? this.#sums.slice(dropped, this.#summed + 1) : new Uint8Array();
    this.#summed = Math.max(0, this.#summed - dropped);
    this.#sums = new Uint8Array(bytes.length + 1);
    this.#sums.set(sums);
    this.#bytes = bytes;
    this.#base = this.#start;
  }
}
