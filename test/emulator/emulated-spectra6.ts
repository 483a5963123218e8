import { EmulatedController, garbage, Misuse } from "./emulated-controller.ts";

/** Registers that must be set between a reset and the first refresh. @source both of the maker's drivers set them all */
const SETUP = [0xaa, 0x01, 0x00, 0x03, 0x05, 0x06, 0x08, 0x30, 0x50, 0x60, 0x61, 0x84, 0xe3];

/** Index of an ink in the palette by the controller's code; 4 and 7 mean nothing. */
const INK_OF_CODE = [0, 1, 2, 3, undefined, 4, 5, undefined];

/** The chip of a Spectra 6 panel with its glass: one plane of four bits, power and deep sleep. */
export class EmulatedSpectra6 extends EmulatedController {
  #registers = new Set<number>();
  #plane: Uint8Array | undefined;
  #isOn = false;
  #isAsleep = false;

  protected reset(): void {
    this.#registers = new Set();
    this.#plane = garbage((this.panel.width * this.panel.height) / 2, 256, 41);
    this.#isOn = false;
    this.#isAsleep = false;
    this.busyFor(15);
  }

  protected isPowered(): boolean {
    return this.#isOn;
  }

  protected isAsleep(): boolean {
    return this.#isAsleep;
  }

  protected execute(cmd: number, data: Uint8Array): void {
    switch (cmd) {
      case 0x02:
        this.#isOn = false;
        this.busyFor(200);
        break;
      case 0x04:
        this.#requireSetup();
        this.#isOn = true;
        this.busyFor(150);
        break;
      case 0x07:
        if (this.#isOn) throw new Misuse("deep sleep while powered");
        if (data[0] !== 0xa5) throw new Misuse("deep sleep without its check byte");
        this.#isAsleep = true;
        break;
      case 0x10:
        this.#requireSetup();
        if (data.length !== (this.panel.width * this.panel.height) / 2)
          throw new Misuse(`a plane of ${data.length} bytes`);
        this.#plane = data;
        break;
      case 0x12:
        this.#refresh();
        break;
      default:
        if (!SETUP.includes(cmd)) throw new Misuse(`unknown command ${cmd.toString(16)}`);
        this.#registers.add(cmd);
    }
  }

  #requireSetup(): void {
    const missing = SETUP.filter((cmd) => !this.#registers.has(cmd));
    if (missing.length > 0)
      throw new Misuse(`data before ${missing.map((cmd) => cmd.toString(16)).join(", ")} were set`);
  }

  #refresh(): void {
    if (!this.#isOn) throw new Misuse("refresh while powered off");
    for (let at = 0; at < this.glass.length; at++) {
      const code = ((this.#plane?.[at >> 1] ?? 0) >> (at % 2 === 0 ? 4 : 0)) & 0x0f;
      const ink = INK_OF_CODE[code];
      if (ink === undefined) throw new Misuse(`code ${code} is no ink`);
      this.glass[at] = ink;
    }
    this.refreshed("full", this.panel.full.refreshMs);
  }
}
