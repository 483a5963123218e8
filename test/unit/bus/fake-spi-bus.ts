import { inTurn } from "../../../src/bus/bus-lock.ts";
import type { Level, OutputLine, SpiBus } from "../../../src/bus/spi-bus.ts";

/** Wires without a panel: what is sent is kept as text, BUSY does as it is told. */
export class FakeSpiBus implements SpiBus {
  /** `rst=0`, `0:12` for a command, `1:ff…` for data, `x:1000…` for a transfer. */
  readonly log: string[] = [];
  readonly csByHand: boolean;
  level: Level = 1;
  /** Called before each write, to fail it. */
  beforeWrite: (bytes: Uint8Array) => void = () => undefined;
  /** Called at each look at BUSY. */
  whenAsked: () => void = () => undefined;
  answer: (sent: Uint8Array) => Uint8Array = (sent) => sent;
  isClosed = false;
  #dc: Level = 0;
  readonly #wires: string;

  constructor({ csByHand = false, wires = `fake-${Math.random()}` } = {}) {
    this.csByHand = csByHand;
    this.#wires = wires;
  }

  set(line: OutputLine, level: Level): void {
    if (line === "dc") this.#dc = level;
    else this.log.push(`${line}=${level}`);
  }

  busy(): Level {
    this.whenAsked();
    return this.level;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.beforeWrite(bytes);
    await new Promise((resolve) => setImmediate(resolve));
    this.log.push(`${this.#dc}:${Buffer.from(bytes).toString("hex")}`);
  }

  async transfer(bytes: Uint8Array): Promise<Uint8Array> {
    this.log.push(`x:${Buffer.from(bytes).toString("hex")}`);
    return this.answer(bytes);
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return inTurn(this.#wires, work);
  }

  close(): void {
    this.isClosed = true;
  }
}
