/** The output lines of an e-paper board. `pwr` switches the panel's supply, `cs` is there only where no kernel driver moves it. */
export const OUTPUT_LINES = ["rst", "dc", "pwr", "cs"] as const;

/** One of {@link OUTPUT_LINES}. */
export type OutputLine = (typeof OUTPUT_LINES)[number];

/** The level of a line: 1 is high, whatever high means to the panel. */
export type Level = 0 | 1;

/** Bytes that one write may carry: the kernel's default buffer of spidev. @source Linux, drivers/spi/spidev.c, `bufsiz` */
export const WRITE_BYTES = 4096;

/** The wires between this machine and one panel. Closing it releases every line. */
export interface SpiBus {
  /** True when {@link SpiBus.set} moves a chip select. Absent or false: the kernel lowers it for each write. */
  readonly csByHand?: boolean;
  /** Drives an output line; takes microseconds. A line that is not wired is ignored. @throws WattframeError `BUS_IO` */
  set(line: OutputLine, level: Level): void;
  /** The level of the panel's BUSY (or HRDY) line now. @throws WattframeError `BUS_IO` */
  busy(): Level;
  /**
   * Sends up to {@link WRITE_BYTES} bytes, most significant bit first, without holding up the event loop.
   * @throws WattframeError `BUS_IO`
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Sends bytes and gives the bytes that came in at the same time, as many; for the few controllers that answer.
   * @throws WattframeError `BUS_IO`
   */
  transfer(bytes: Uint8Array): Promise<Uint8Array>;
  /** Runs `work` while no other panel on the same wires is sent anything; panels that share clock and data stay apart. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Releases every line and file. Safe to call twice; never throws. */
  close(): void;
}
