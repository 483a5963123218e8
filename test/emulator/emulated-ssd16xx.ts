import { crc32 } from "node:zlib";
import type { Panel } from "../../src/panel/panel.ts";
import { EmulatedController, garbage, Misuse } from "./emulated-controller.ts";
import type { FakeClock } from "./fake-clock.ts";

/** How a chip differs: what x is counted in, which way the glass is connected, and whether its first source is column 8. */
export interface ChipTraits {
  readonly xUnit: "bytes" | "pixels";
  readonly isUpsideDown: boolean;
  readonly startsAtSource8: boolean;
}

/** Commands that the drivers may use; any other is a slip. @source Zephyr, drivers/display/ssd16xx_regs.h */
const KNOWN = new Set([
  0x01, 0x03, 0x04, 0x0c, 0x10, 0x11, 0x12, 0x18, 0x1a, 0x20, 0x21, 0x22, 0x24, 0x26, 0x2c, 0x32, 0x3c, 0x3f, 0x44,
  0x45, 0x4e, 0x4f, 0x74, 0x7e,
]);

/** What each waveform table does, by its checksum; four greys come in two codes of new and old. */
const TABLES: Readonly<Record<number, "full" | "partial" | "grey-dark-bits" | "grey-light-bits">> = {
  [0x332f8f17]: "full",
  [0x88ac2c98]: "full",
  [0x3eb9d86c]: "partial",
  [0x02b09686]: "grey-dark-bits",
  [0x789e614a]: "partial",
  [0x57015799]: "grey-dark-bits",
  [0xcec6ae08]: "grey-dark-bits",
  [0xe20428c4]: "grey-light-bits",
};

/**
 * An SSD1680, SSD1683 or SSD1677 with its glass: RAM for new and old, a window with counters that must fit what is
 * written, the phases of an update by the bits of register 22, waveforms from OTP or from a table, and deep sleep.
 */
export class EmulatedSsd16xx extends EmulatedController {
  /** 1 for each pixel that the last refresh drove, though it may have kept its ink. */
  readonly driven: Uint8Array;
  #registers = new Map<number, Uint8Array>();
  #new: Uint8Array;
  #old: Uint8Array;
  #table: "otp" | (typeof TABLES)[number] | undefined;
  #isOn = false;
  #isAsleep = false;
  #isSetUp = false;
  readonly #rowBytes: number;

  readonly #traits: ChipTraits;

  constructor(panel: Panel, clock: FakeClock, traits: ChipTraits) {
    super(panel, clock);
    this.#traits = traits;
    this.driven = new Uint8Array(panel.width * panel.height);
    this.#rowBytes = Math.ceil(panel.width / 8);
    this.#new = garbage(this.#rowBytes * panel.height, 256, 31);
    this.#old = garbage(this.#rowBytes * panel.height, 256, 32);
  }

  protected reset(): void {
    this.#registers = new Map([[0x21, Uint8Array.of(0, 0)]]);
    this.#new = garbage(this.#new.length, 256, 33);
    this.#old = garbage(this.#old.length, 256, 34);
    this.#table = undefined;
    this.#isOn = false;
    this.#isAsleep = false;
    this.#isSetUp = false;
    this.busyFor(10);
  }

  protected isPowered(): boolean {
    return this.#isOn;
  }

  protected isAsleep(): boolean {
    return this.#isAsleep;
  }

  protected execute(cmd: number, data: Uint8Array): void {
    if (!KNOWN.has(cmd)) throw new Misuse(`unknown command ${cmd.toString(16)}`);
    if (!this.#isSetUp && cmd !== 0x12 && cmd !== 0x10) throw new Misuse("settings before a software reset");
    switch (cmd) {
      case 0x10:
        if (this.#isOn) throw new Misuse("deep sleep while powered");
        this.#isAsleep = (data[0] ?? 0) !== 0;
        break;
      case 0x12:
        this.#registers = new Map([[0x21, Uint8Array.of(0, 0)]]);
        this.#table = undefined;
        this.#isSetUp = true;
        this.busyFor(10);
        break;
      case 0x20:
        this.#activate(this.#registers.get(0x22)?.[0] ?? 0);
        break;
      case 0x24:
        this.#write(this.#new, data);
        break;
      case 0x26:
        this.#write(this.#old, data);
        break;
      case 0x32:
        this.#table = TABLES[crc32(data)];
        if (this.#table === undefined) throw new Misuse("a waveform table that this glass does not know");
        break;
      default:
        this.#registers.set(cmd, data);
    }
  }

  /** Column of bytes or row from the data of 44, 45, 4e or 4f, from its `at`-th value. */
  #number(cmd: number, at: number): number {
    const data = this.#registers.get(cmd);
    if (data === undefined) throw new Misuse(`data before register ${cmd.toString(16)} was set`);
    const isColumn = cmd === 0x44 || cmd === 0x4e;
    if (isColumn && this.#traits.xUnit === "bytes") return data[at] ?? -1;
    const value = (data[2 * at] ?? -1) + 256 * (data[2 * at + 1] ?? -1);
    return isColumn ? value / 8 : value;
  }

  #write(ram: Uint8Array, data: Uint8Array): void {
    const step = (this.#registers.get(0x11)?.[0] ?? 0x03) & 0x02 ? 1 : -1;
    const [left, right] = [this.#number(0x44, 0), Math.floor(this.#number(0x44, 1))];
    const [top, bottom] = [this.#number(0x45, 0), this.#number(0x45, 1)];
    if (!Number.isInteger(left)) throw new Misuse("a window off its alignment");
    const rows = (bottom - top) * step + 1;
    const columns = right - left + 1;
    if (rows < 1 || columns < 1 || right >= this.#rowBytes || Math.max(top, bottom) >= this.panel.height) {
      throw new Misuse(`a window of bytes ${left} to ${right}, rows ${top} to ${bottom}, outside the glass`);
    }
    if (this.#number(0x4e, 0) !== left || this.#number(0x4f, 0) !== top)
      throw new Misuse("counters off the window's corner");
    if (data.length !== rows * columns) throw new Misuse(`${data.length} bytes for a window of ${columns} by ${rows}`);
    data.forEach((byte, i) => {
      ram[(top + step * Math.floor(i / columns)) * this.#rowBytes + left + (i % columns)] = byte;
    });
  }

  #activate(phases: number): void {
    if ((phases & 0xc0) === 0xc0) this.#isOn = true;
    if ((phases & 0x10) !== 0) this.#table = "otp";
    if ((phases & 0x04) !== 0) this.#refresh((phases & 0x08) !== 0);
    else this.busyFor(50);
    if ((phases & 0x03) === 0x03) this.#isOn = false;
  }

  #refresh(isMode2: boolean): void {
    if (!this.#isOn) throw new Misuse("refresh while powered off");
    if (this.#table === undefined) throw new Misuse("refresh without a waveform");
    const [control = 0, source = 0] = this.#registers.get(0x21) ?? [];
    if (this.#traits.startsAtSource8 && source !== 0x80)
      throw new Misuse("columns begin at source 8: the picture is off by 8");
    const table = this.#table === "otp" ? (isMode2 ? "partial" : "full") : this.#table;
    const { width, height } = this.panel;
    for (let y = 0; y < height; y++) {
      const row = (this.#traits.isUpsideDown ? height - 1 - y : y) * this.#rowBytes;
      for (let x = 0; x < width; x++) {
        const bitOf = (ram: Uint8Array) => ((ram[row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
        const after = bitOf(this.#new);
        const before = (control & 0x40) === 0 ? bitOf(this.#old) : 0;
        const at = y * width + x;
        this.driven[at] = table !== "partial" || before !== after ? 1 : 0;
        if (table === "grey-dark-bits") this.glass[at] = 3 - after - 2 * before;
        else if (table === "grey-light-bits") this.glass[at] = after + 2 * before;
        else if (table === "full" || before !== after) this.glass[at] = after;
      }
    }
    const isGrey = table !== "full" && table !== "partial";
    this.shownPalette = isGrey ? "grey-4" : this.panel.palette;
    const kind = isGrey ? "grey4" : table === "partial" ? "partial" : this.#registers.has(0x1a) ? "fast" : "full";
    this.refreshed(kind, (this.panel[kind] ?? this.panel.full).refreshMs);
  }
}
