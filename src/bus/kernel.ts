/**
 * The calls of an operating system that a bus is made of. Every failure is an `Error` whose `code` is the name of the
 * errno (`ENOENT`, `EACCES`, `EBUSY`, `EIO` …).
 */
export interface Kernel {
  /** Names of the files in a folder. */
  list(folder: string): string[];
  /** Opens a device for reading and writing. */
  open(path: string): number;
  /** Closes a descriptor; never throws. */
  close(fd: number): void;
  /** `ioctl(2)`: the buffer is passed in and changed in place. */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** `write(2)` off the event loop; gives the number of bytes taken. */
  write(fd: number, bytes: Uint8Array): Promise<number>;
  /** Address of a buffer's first byte, for the structures that point at another. The buffer must outlive the call. */
  address(buffer: Uint8Array): bigint;
}

/** The name of the errno in what was thrown, or undefined. */
export function errnoOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : undefined;
}
