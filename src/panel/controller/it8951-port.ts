import type { Panel } from "../panel.ts";
import type { I80Step, Step, Steps } from "../step.ts";

/** Steps that ask the controller on the way and come to a result. */
export type Exchange<T> = Generator<Step, T, Uint8Array | undefined>;

const REG_RD = 0x0010;
const REG_WR = 0x0011;

/** Load into the picture's memory: its address, the register that takes it, the arguments of the command, and the bytes. */
export interface AreaLoad {
  readonly address: number;
  readonly lisar: number;
  readonly args: readonly number[];
  readonly bytes: Uint8Array;
}

/** The transfers that an IT8951 knows, as steps. Arguments go out one word a transfer, as the vendor's driver sends them. */
export class It8951Port {
  readonly #timeoutMs: number;

  constructor({ powerDeadlineMs }: Panel) {
    this.#timeoutMs = powerDeadlineMs;
  }

  command(cmd: number): I80Step {
    return { k: "i80", t: "cmd", cmd, timeoutMs: this.#timeoutMs };
  }

  write(data: Uint8Array): I80Step {
    return { k: "i80", t: "write", data, timeoutMs: this.#timeoutMs };
  }

  *writeWords(...values: readonly number[]): Steps {
    for (const value of values) yield this.write(words(value));
  }

  /** Words that the controller answers; without hardware, what a healthy one would. */
  *read(count: number, healthy: Uint8Array): Exchange<number[]> {
    const answer = (yield { k: "i80", t: "read", words: count, healthy, timeoutMs: this.#timeoutMs }) ?? healthy;
    return Array.from({ length: count }, (_, i) => (answer[2 * i] ?? 0) * 256 + (answer[2 * i + 1] ?? 0));
  }

  *readRegister(register: number): Exchange<number> {
    yield this.command(REG_RD);
    yield this.write(words(register));
    const [value = 0] = yield* this.read(1, words(0));
    return value;
  }

  *writeRegister(register: number, value: number): Steps {
    yield this.command(REG_WR);
    yield* this.writeWords(register, value);
  }

  /** Names the address, high word first, then sends an area in one run of bytes, which the bus may cut at words. */
  *loadArea(cmd: number, { address, lisar, args, bytes }: AreaLoad): Steps {
    yield* this.writeRegister(lisar + 2, address >>> 16);
    yield* this.writeRegister(lisar, address & 0xffff);
    yield this.command(cmd);
    yield* this.writeWords(...args);
    yield this.write(bytes);
  }
}

/** 16-bit words as bytes, high byte first. */
export function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]));
}
