/** Requests of spidev. @source Linux, include/uapi/linux/spi/spidev.h */
export const SPI = {
  WRITE_MODE: 0x40016b01,
  WRITE_BITS: 0x40016b03,
  WRITE_CLOCK: 0x40046b04,
  /** One transfer: SPI_IOC_MESSAGE(1). */
  MESSAGE: 0x40206b00,
} as const;

/** Mode 0: clock idles low, data is taken on its rising edge. */
export const SPI_MODE_0 = 0;

/** The kernel leaves the chip select alone. */
export const SPI_NO_CS = 0x40;

/** A clock in Hz as the kernel takes it. */
export function encodeClock(clockHz: number): Buffer {
  const clock = Buffer.alloc(4);
  clock.writeUInt32LE(clockHz);
  return clock;
}

/** `struct spi_ioc_transfer`, 32 bytes: sends `length` bytes from one address and stores as many at the other. */
export function encodeTransfer(sendAddress: bigint, receiveAddress: bigint, length: number): Buffer {
  const transfer = Buffer.alloc(32);
  transfer.writeBigUInt64LE(sendAddress, 0);
  transfer.writeBigUInt64LE(receiveAddress, 8);
  transfer.writeUInt32LE(length, 16);
  return transfer;
}
