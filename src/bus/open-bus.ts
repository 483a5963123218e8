import { inTurn } from "./bus-lock.ts";
import { findGpioChip, requestLines } from "./gpio-lines.ts";
import type { Kernel } from "./kernel.ts";
import { type OutputLine, type SpiBus, WRITE_BYTES } from "./spi-bus.ts";
import { openSpidev } from "./spidev.ts";
import { DEFAULT_CLOCK_HZ, type Wiring } from "./wiring.ts";

/**
 * Opens the wires to one panel: its SPI device and its GPIO lines, with RST high, the supply on and no chip selected.
 * All or nothing: whatever was opened before a failure is closed again.
 * @throws WattframeError `BUS_UNAVAILABLE` that says what to enable, install or stop
 */
export function openSpiBus(kernel: Kernel, wiring: Wiring, clockHz: number = DEFAULT_CLOCK_HZ): SpiBus {
  const outputs = outputLines(wiring);
  const closers: (() => void)[] = [];
  const keep = <T extends { close(): void }>(opened: T): T => {
    closers.unshift(() => opened.close());
    return opened;
  };
  const close = () => {
    for (const closer of closers.splice(0)) closer();
  };
  try {
    const csByHand = wiring.cs !== undefined;
    const spi = keep(openSpidev(kernel, wiring.spi, { clockHz: wiring.clockHz ?? clockHz, csByHand }));
    const chip = findGpioChip(kernel, wiring.gpioChip);
    const out = keep(requestLines(kernel, chip, outputs));
    const busy = keep(requestLines(kernel, chip, [{ name: "busy", offset: wiring.busy }]));
    const index = new Map<OutputLine, number>(outputs.map(({ name }, i) => [name, i]));
    return {
      csByHand,
      set(line, level) {
        const at = index.get(line);
        if (at !== undefined) out.set(at, level);
      },
      busy: () => busy.get(0),
      write: (bytes) => spi.write(bytes),
      transfer: (bytes) => spi.transfer(bytes),
      exclusively: (work) => inTurn(sharedWires(wiring.spi), work),
      close,
    };
  } catch (failure) {
    close();
    throw failure;
  }
}

/** The part of a device's name that its clock and data lines go by: `/dev/spidev0.1` shares them with `/dev/spidev0.0`. */
function sharedWires(path: string): string {
  return path.replace(/\.\d+$/, "");
}

function outputLines(wiring: Wiring) {
  const all = [
    { name: "rst", offset: wiring.rst, level: 1 },
    { name: "dc", offset: wiring.dc, level: 0 },
    { name: "pwr", offset: wiring.pwr, level: 1 },
    { name: "cs", offset: wiring.cs, level: 1 },
  ] as const;
  return all.flatMap(({ name, offset, level }) => (offset === undefined ? [] : [{ name, offset, level }]));
}

/** The bytes of a longer run, in the pieces that one write may carry. */
export function* writesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
    yield bytes.subarray(at, at + WRITE_BYTES);
  }
}
