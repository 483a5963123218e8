import { type Crc16, crcStep } from "./crc.ts";

/** Parts may have less than 2^14 bytes. */
const MOST_BYTES_LOG2 = 14;

/** Most steps of one question, besides looking once at bytes that are new. */
export const CRC_STEPS = MOST_BYTES_LOG2 + 2;

/**
 * The CRC of any part of a row of bytes, found from the registers at the part's two ends: a CRC is linear, so that what
 * precedes the part can be taken out of the register at its end. Each byte is looked at once, however many parts are
 * asked for and however they overlap.
 * @source crc32_combine of zlib
 */
export class RunningCrc {
  readonly #crc: Crc16;
  /** The register before each byte, and after the last one that was looked at. */
  readonly #registers: Uint16Array;
  readonly #zeros: readonly RegisterMap[];
  #known = 0;

  /** @param capacity how many bytes the row may have */
  constructor(crc: Crc16, capacity: number) {
    this.#crc = crc;
    this.#zeros = zerosOf(crc);
    this.#registers = new Uint16Array(capacity + 1);
  }

  /** Number of bytes looked at so far. */
  get known(): number {
    return this.#known;
  }

  /** The CRC of the bytes `from` (included) to `to` (excluded); bytes that were looked at must not change. */
  between(bytes: Uint8Array, from: number, to: number): number {
    let register = this.#registers[this.#known] ?? 0;
    for (let i = this.#known; i < to; i++) {
      register = crcStep(this.#crc, register, bytes[i] ?? 0);
      this.#registers[i + 1] = register;
    }
    this.#known = Math.max(this.#known, to);
    const before = (this.#registers[from] ?? 0) ^ this.#crc.start;
    return (this.#registers[to] ?? 0) ^ throughZeros(this.#zeros, before, to - from) ^ this.#crc.finish;
  }

  /** The same for a longer row of bytes that begins `dropped` bytes later. */
  movedTo(dropped: number, capacity: number): RunningCrc {
    const moved = new RunningCrc(this.#crc, capacity);
    moved.#known = Math.max(0, this.#known - dropped);
    moved.#registers.set(this.#registers.subarray(dropped, dropped + moved.#known + 1));
    return moved;
  }
}

/** A linear map of registers: its value is the XOR of what its low and its high byte give. */
interface RegisterMap {
  readonly low: Uint16Array;
  readonly high: Uint16Array;
}

/** For each CRC the maps of 1, 2, 4, … bytes of zero. */
const ZEROS = new Map<Crc16, readonly RegisterMap[]>();

/** Register after so many bytes of zero. */
function throughZeros(maps: readonly RegisterMap[], register: number, count: number): number {
  let through = register;
  for (let k = 0, left = count; left > 0; k++, left >>>= 1) {
    const map = left & 1 ? maps[k] : undefined;
    if (map !== undefined) through = mapped(map, through);
  }
  return through;
}

function zerosOf(crc: Crc16): readonly RegisterMap[] {
  const known = ZEROS.get(crc);
  if (known !== undefined) return known;
  const maps = [registerMap((register) => crcStep(crc, register, 0))];
  for (let map = maps[0]; map !== undefined && maps.length < MOST_BYTES_LOG2; map = maps.at(-1)) {
    const half = map;
    maps.push(registerMap((register) => mapped(half, mapped(half, register))));
  }
  ZEROS.set(crc, maps);
  return maps;
}

function registerMap(of: (register: number) => number): RegisterMap {
  return {
    low: Uint16Array.from({ length: 256 }, (_, byte) => of(byte)),
    high: Uint16Array.from({ length: 256 }, (_, byte) => of(byte << 8)),
  };
}

function mapped({ low, high }: RegisterMap, register: number): number {
  return (low[register & 0xff] ?? 0) ^ (high[register >>> 8] ?? 0);
}
