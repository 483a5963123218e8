import { type Box, contains } from "../../src/draw/box.ts";
import type { Panel } from "../../src/panel/panel.ts";
import { EmulatedController, garbage, Misuse } from "./emulated-controller.ts";
import type { FakeClock } from "./fake-clock.ts";

/** Commands that the drivers may use; any other is a slip. @source Zephyr, drivers/display/uc81xx_regs.h */
const KNOWN = new Set([
  0x00, 0x01, 0x02, 0x04, 0x06, 0x07, 0x10, 0x12, 0x13, 0x15, 0x50, 0x60, 0x61, 0x71, 0x82, 0x90, 0x91, 0x92, 0xe0,
  0xe5,
]);

/** Index of four greys by the bits of old and new plane, where a set bit is dark. */
const GREY = { "00": 3, "10": 2, "01": 1, "11": 0 } as const;

/**
 * A UC8179 with its glass: two planes, whose meaning follows CDI and PSR, a window, waveforms chosen by the forced
 * temperature, N2OCP, power and deep sleep. Pixels are driven by what the planes say, never by what the driver meant.
 */
export class EmulatedUc8179 extends EmulatedController {
  #registers = new Map<number, Uint8Array>();
  #old: Uint8Array;
  #new: Uint8Array;
  #window: Box | undefined;
  #isPartial = false;
  #isOn = false;
  #isAsleep = false;

  constructor(panel: Panel, clock: FakeClock) {
    super(panel, clock);
    this.#old = garbage(panel.width * panel.height, 2, 21);
    this.#new = garbage(panel.width * panel.height, 2, 22);
  }

  protected reset(): void {
    const { width, height } = this.panel;
    this.#registers = new Map([
      [0x50, Uint8Array.of(0x31, 0x07)],
      [0xe0, Uint8Array.of(0)],
    ]);
    this.#old = garbage(width * height, 2, 23);
    this.#new = garbage(width * height, 2, 24);
    this.#window = undefined;
    this.#isPartial = false;
    this.#isOn = false;
    this.#isAsleep = false;
  }

  protected isPowered(): boolean {
    return this.#isOn;
  }

  protected isAsleep(): boolean {
    return this.#isAsleep;
  }

  protected execute(cmd: number, data: Uint8Array): void {
    if (!KNOWN.has(cmd)) throw new Misuse(`unknown command ${cmd.toString(16)}`);
    switch (cmd) {
      case 0x02:
        this.#isOn = false;
        this.busyFor(40);
        break;
      case 0x04:
        if (!this.#registers.has(0x00)) this.#registers.set(0x00, Uint8Array.of(0x0f));
        this.#isOn = true;
        this.busyFor(80);
        break;
      case 0x07:
        if (this.#isOn) throw new Misuse("deep sleep while powered");
        if (data[0] !== 0xa5) throw new Misuse("deep sleep without its check byte");
        this.#isAsleep = true;
        break;
      case 0x10:
        this.#write(this.#old, data);
        break;
      case 0x12:
        this.#refresh();
        break;
      case 0x13:
        this.#write(this.#new, data);
        break;
      case 0x90:
        this.#window = this.#windowOf(data);
        break;
      case 0x91:
        this.#isPartial = true;
        break;
      case 0x92:
        this.#isPartial = false;
        break;
      default:
        this.#registers.set(cmd, data);
    }
  }

  #windowOf(data: Uint8Array): Box {
    if (data.length !== 9) throw new Misuse(`a window of ${data.length} bytes`);
    const word = (at: number) => (data[at] ?? 0) * 256 + (data[at + 1] ?? 0);
    const [x, right, y, bottom] = [word(0), word(2), word(4), word(6)];
    if (x % 8 !== 0 || right % 8 !== 7) throw new Misuse(`a window from ${x} to ${right}, off its alignment`);
    const box = { x, y, width: right - x + 1, height: bottom - y + 1 };
    if (box.width < 1 || box.height < 1 || !contains({ x: 0, y: 0, ...this.panel }, box)) {
      throw new Misuse(`a window ${JSON.stringify(box)} outside the glass`);
    }
    return box;
  }

  #area(): Box {
    if (!this.#isPartial) return { x: 0, y: 0, width: this.panel.width, height: this.panel.height };
    if (this.#window === undefined) throw new Misuse("partial mode without a window");
    return this.#window;
  }

  #write(plane: Uint8Array, data: Uint8Array): void {
    if (!this.#registers.has(0x00)) throw new Misuse("data before the panel was set up");
    const { x, y, width, height } = this.#area();
    if (data.length !== (width / 8) * height)
      throw new Misuse(`${data.length} bytes for a window of ${width}×${height}`);
    for (let row = 0; row < height; row++) {
      const to = (y + row) * this.panel.width + x;
      for (let column = 0; column < width; column += 8) {
        const byte = data[(row * width + column) >> 3] as number;
        for (let i = 0; i < 8; i++) plane[to + column + i] = (byte >> (7 - i)) & 1;
      }
    }
  }

  #refresh(): void {
    if (!this.#isOn) throw new Misuse("refresh while powered off");
    const psr = this.#registers.get(0x00)?.[0] ?? 0;
    const cdi = this.#registers.get(0x50)?.[0] ?? 0;
    const isForced = this.#registers.get(0xe0)?.[0] === 0x02;
    const temperature = isForced ? this.#registers.get(0xe5)?.[0] : undefined;
    const isMonochrome = (psr & 0x10) !== 0;
    const waveform =
      temperature === 0x6e ? "partial" : temperature === 0x5f ? "grey4" : temperature === 0x5a ? "fast" : "full";
    const isInverse = (cdi & 0x01) === 0; // DDX: a set bit is black
    const { x, y, width, height } = this.#area();
    for (let row = y; row < y + height; row++) {
      for (let at = row * this.panel.width + x; at < row * this.panel.width + x + width; at++) {
        const before = (this.#old[at] ?? 0) ^ (isInverse ? 1 : 0);
        const after = (this.#new[at] ?? 0) ^ (isInverse ? 1 : 0);
        if (!isMonochrome) this.glass[at] = this.#new[at] === 1 ? 2 : (this.#old[at] ?? 0);
        else if (waveform === "grey4") this.glass[at] = GREY[`${1 - before}${1 - after}` as keyof typeof GREY];
        else if (waveform !== "partial" || before !== after) this.glass[at] = after;
      }
    }
    this.shownPalette = waveform === "grey4" ? "grey-4" : this.panel.palette;
    if ((cdi & 0x08) !== 0) this.#old.set(this.#new); // N2OCP
    const kind = waveform === "fast" || waveform === "partial" || waveform === "grey4" ? waveform : "full";
    this.refreshed(kind, (this.panel[kind] ?? this.panel.full).refreshMs);
  }
}
