/** Lines of the guest's GPIO chip, by their use. The first three belong to the kernel's SPI driver. */
export const PINS = { sck: 0, mosi: 1, cs: 2, busy: 3, dc: 4, rst: 5, pwr: 6 } as const;

/** What went over the wires, in order. */
export interface PinListener {
  /** A whole byte, most significant bit first, with the level of DC. */
  byte(value: number, dc: number): void;
  /** A level of RST or of the supply. */
  line(name: "rst" | "pwr", level: number): void;
  /** A level of BUSY, as the chip took it. */
  busy(level: number): void;
  /** A level of BUSY, as the guest read it. */
  busyRead(level: number): void;
}

const NEWLINE = 10;
const ZERO = 48;

/** A read of the BUSY pin alone, up to its last digit: the chip's address holds the mask of the pins, in bits 2 to 9. */
const BUSY_READ = `offset 0x${(1 << (PINS.busy + 2)).toString(16)} value 0x`;

/**
 * Decodes QEMU's trace of its PL061 chip into bytes and levels. Lines end in `output N to V` (the guest set a pin),
 * `input N changed to V` or `offset MASK value V` (the guest read the pins of a mask); everything else is passed over.
 */
export class PinTrace {
  readonly #listener: PinListener;
  readonly #levels = new Uint8Array(8);
  #rest: Buffer = Buffer.alloc(0);
  #bits = 0;
  #count = 0;
  /** Changes of pins so far. */
  edges = 0;

  constructor(listener: PinListener) {
    this.#listener = listener;
  }

  /** Takes the next piece of the trace. */
  feed(piece: Buffer): void {
    const text = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let from = 0;
    for (let to = text.indexOf(NEWLINE); to >= 0; to = text.indexOf(NEWLINE, from)) {
      this.#line(text, from, to);
      from = to + 1;
    }
    this.#rest = text.subarray(from);
  }

  #line(text: Buffer, from: number, to: number): void {
    if (text.toString("latin1", to - 1 - BUSY_READ.length, to - 1) === BUSY_READ) {
      this.#listener.busyRead(text[to - 1] === ZERO ? 0 : 1);
      return;
    }
    const level = (text[to - 1] as number) - ZERO;
    if (level !== 0 && level !== 1) return;
    // "… output 5 to 1" and "… input 3 changed to 1": the pin stands at a known distance from the end.
    if (text[to - 6] !== undefined && text[to - 7] === 32 && text[to - 5] === 32 && to - from > 20) {
      const pin = (text[to - 6] as number) - ZERO;
      if (pin >= 0 && pin <= 7) this.#output(pin, level);
      return;
    }
    const tail = /input (\d) changed to [01]$/.exec(text.toString("latin1", Math.max(from, to - 32), to));
    if (tail !== null && Number(tail[1]) === PINS.busy) this.#listener.busy(level);
  }

  #output(pin: number, level: number): void {
    const before = this.#levels[pin];
    this.#levels[pin] = level;
    if (before === level) return;
    this.edges++;
    if (pin === PINS.sck && level === 1 && this.#levels[PINS.cs] === 0) this.#bit();
    else if (pin === PINS.cs)
      this.#count = 0; // a piece of a byte at the end of a transfer counts for nothing
    else if (pin === PINS.rst) this.#listener.line("rst", level);
    else if (pin === PINS.pwr) this.#listener.line("pwr", level);
  }

  #bit(): void {
    this.#bits = ((this.#bits << 1) | (this.#levels[PINS.mosi] as number)) & 0xff;
    if (++this.#count < 8) return;
    this.#count = 0;
    this.#listener.byte(this.#bits, this.#levels[PINS.dc] as number);
  }
}
