import type { WattframeError } from "../errors.ts";
import { ioError, openError } from "./bus-error.ts";
import { errnoOf, type Kernel } from "./kernel.ts";
import { encodeClock, encodeTransfer, SPI, SPI_MODE_0, SPI_NO_CS } from "./spi-abi.ts";

/** An open SPI device of the kernel. */
export interface Spidev {
  write(bytes: Uint8Array): Promise<void>;
  transfer(bytes: Uint8Array): Promise<Uint8Array>;
  close(): void;
}

/**
 * Opens an SPI device in mode 0, eight bits, at a clock: a device that was never set up may run many times faster than a panel can.
 * `csByHand` asks the kernel to leave its chip select alone.
 * @throws WattframeError `BUS_UNAVAILABLE`
 */
export function openSpidev(kernel: Kernel, path: string, options: { clockHz: number; csByHand: boolean }): Spidev {
  let fd: number;
  try {
    fd = kernel.open(path);
  } catch (cause) {
    throw openError(path, cause);
  }
  try {
    setUp(kernel, fd, options);
  } catch (cause) {
    kernel.close(fd);
    throw openError(path, cause);
  }
  return spidev(kernel, fd, path);
}

function spidev(kernel: Kernel, fd: number, path: string): Spidev {
  let isOpen = true;
  const failed = (cause: unknown): WattframeError => ioError(`Sending to ${path}`, cause);
  return {
    async write(bytes) {
      let taken: number;
      try {
        taken = await kernel.write(fd, bytes);
      } catch (cause) {
        throw failed(cause);
      }
      if (taken !== bytes.length) throw failed(new Error(`${taken} of ${bytes.length} bytes went out`));
    },
    async transfer(bytes) {
      const received = Buffer.alloc(bytes.length);
      const transfer = encodeTransfer(kernel.address(bytes), kernel.address(received), bytes.length);
      try {
        kernel.ioctl(fd, SPI.MESSAGE, transfer);
      } catch (cause) {
        throw failed(cause);
      }
      return received;
    },
    close() {
      if (isOpen) kernel.close(fd);
      isOpen = false;
    },
  };
}

function setUp(kernel: Kernel, fd: number, { clockHz, csByHand }: { clockHz: number; csByHand: boolean }): void {
  try {
    kernel.ioctl(fd, SPI.WRITE_MODE, Buffer.from([csByHand ? SPI_NO_CS : SPI_MODE_0]));
  } catch (cause) {
    // Not every controller can leave its chip select alone; with an overlay that frees the pin (spi0-0cs) it has none to move.
    if (!csByHand || errnoOf(cause) !== "EINVAL") throw cause;
    kernel.ioctl(fd, SPI.WRITE_MODE, Buffer.from([SPI_MODE_0]));
  }
  kernel.ioctl(fd, SPI.WRITE_BITS, Buffer.from([8]));
  kernel.ioctl(fd, SPI.WRITE_CLOCK, encodeClock(clockHz));
}
