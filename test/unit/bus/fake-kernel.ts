import type { Kernel } from "../../../src/bus/kernel.ts";

/** What a fake kernel saw, in order. */
export type KernelEvent =
  | { readonly spi: string; readonly bytes: string; readonly lines: string }
  | { readonly line: number; readonly level: number }
  | { readonly setting: string; readonly value: number };

/** A GPIO chip of a fake machine. */
export interface FakeChip {
  readonly label: string;
  /** Lines that somebody else holds, and their name. */
  readonly held?: Readonly<Record<number, string>>;
}

interface Descriptor {
  readonly path: string;
  readonly offsets?: readonly number[];
}

/**
 * A kernel with spidev devices and GPIO chips, which reads the requests by the kernel's own headers (include/uapi/linux), apart
 * from the code under test. Faults are set by call: `fail("open", "/dev/spidev0.0", "EACCES")`.
 */
export class FakeKernel implements Kernel {
  readonly events: KernelEvent[] = [];
  readonly levels = new Map<number, number>();
  readonly chips: Record<string, FakeChip>;
  readonly spis: readonly string[];
  readonly #open = new Map<number, Descriptor>();
  readonly #taken = new Map<number, string>();
  readonly #faults: { call: string; target: string; errno: string; after: number }[] = [];
  readonly #memory = new Map<bigint, Uint8Array>();
  #next = 3;

  constructor(chips: Record<string, FakeChip> = { gpiochip0: { label: "pinctrl-rp1" } }, spis = ["/dev/spidev0.0"]) {
    this.chips = chips;
    this.spis = spis;
  }

  /** Descriptors that are open. */
  get openCount(): number {
    return this.#open.size;
  }

  /** From the call after `after` more on, such a call fails. */
  fail(call: "open" | "write" | "ioctl", target: string, errno: string, after = 0): void {
    this.#faults.push({ call, target, errno, after });
  }

  heal(): void {
    this.#faults.length = 0;
  }

  list(folder: string): string[] {
    return folder === "/dev" ? ["null", "gpiochip", ...Object.keys(this.chips)] : [];
  }

  open(path: string): number {
    this.#check("open", path);
    const isThere = this.spis.includes(path) || path.replace("/dev/", "") in this.chips;
    if (!isThere) throw errno("ENOENT", `open '${path}'`);
    return this.#descriptor({ path });
  }

  close(fd: number): void {
    for (const offset of this.#open.get(fd)?.offsets ?? []) this.#taken.delete(offset);
    this.#open.delete(fd);
  }

  address(buffer: Uint8Array): bigint {
    const at = BigInt(0x7f0000000000 + this.#memory.size * 65_536);
    this.#memory.set(at, buffer);
    return at;
  }

  async write(fd: number, bytes: Uint8Array): Promise<number> {
    const { path } = this.#opened(fd);
    this.#check("write", path);
    if (bytes.length > 4096) throw errno("EMSGSIZE", "write");
    await new Promise((resolve) => setImmediate(resolve));
    this.events.push({ spi: path, bytes: Buffer.from(bytes).toString("hex"), lines: this.#outputs() });
    return bytes.length;
  }

  ioctl(fd: number, request: number, argument: Uint8Array): number {
    const descriptor = this.#opened(fd);
    const bytes = Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength);
    if (bytes.length < ((request >>> 16) & 0x3fff))
      throw errno("EFAULT", "the buffer is smaller than the request says");
    this.#check("ioctl", descriptor.offsets ? "lines" : descriptor.path);
    switch (request >>> 0) {
      case 0x8044b401: // GPIO_GET_CHIPINFO_IOCTL
        bytes.write(this.#chip(descriptor).label, 32);
        return 0;
      case 0xc100b405: // GPIO_V2_GET_LINEINFO_IOCTL
        return this.#lineInfo(this.#chip(descriptor), bytes);
      case 0xc250b407: // GPIO_V2_GET_LINE_IOCTL
        return this.#lineRequest(this.#chip(descriptor), bytes);
      case 0xc010b40e: // GPIO_V2_LINE_GET_VALUES_IOCTL
        return this.#values(descriptor, bytes, false);
      case 0xc010b40f: // GPIO_V2_LINE_SET_VALUES_IOCTL
        return this.#values(descriptor, bytes, true);
      case 0x40016b01: // SPI_IOC_WR_MODE
        return this.#setting("mode", bytes[0] ?? -1);
      case 0x40016b03: // SPI_IOC_WR_BITS_PER_WORD
        return this.#setting("bits", bytes[0] ?? -1);
      case 0x40046b04: // SPI_IOC_WR_MAX_SPEED_HZ
        return this.#setting("hz", bytes.readUInt32LE(0));
      case 0x40206b00: // SPI_IOC_MESSAGE(1)
        return this.#message(descriptor, bytes);
    }
    throw errno("ENOTTY", `ioctl ${request.toString(16)}`);
  }

  #message({ path }: Descriptor, transfer: Buffer): number {
    const length = transfer.readUInt32LE(16);
    const sent = this.#memory.get(transfer.readBigUInt64LE(0));
    const received = this.#memory.get(transfer.readBigUInt64LE(8));
    if (sent?.length !== length || received?.length !== length) throw errno("EFAULT", "transfer");
    this.events.push({ spi: path, bytes: Buffer.from(sent).toString("hex"), lines: this.#outputs() });
    received.set(sent.map((byte) => byte ^ 0xff)); // what comes in is the complement of what goes out
    return length;
  }

  #lineRequest(chip: FakeChip, request: Buffer): number {
    const offsets = Array.from({ length: request.readUInt32LE(560) }, (_, i) => request.readUInt32LE(i * 4));
    for (const offset of offsets) {
      if (chip.held?.[offset] !== undefined || this.#taken.has(offset)) throw errno("EBUSY", "ioctl");
      if (offset > 53) throw errno("EINVAL", "ioctl");
    }
    const consumer = text(request, 256);
    const isOutput = request.readBigUInt64LE(288) === 8n;
    const first =
      request.readUInt32LE(296) === 1 && request.readUInt32LE(320) === 2 ? request.readBigUInt64LE(328) : 0n;
    for (const [i, offset] of offsets.entries()) {
      this.#taken.set(offset, consumer);
      if (isOutput) this.#drive(offset, Number((first >> BigInt(i)) & 1n));
    }
    request.writeInt32LE(this.#descriptor({ path: "lines", offsets }), 588);
    return 0;
  }

  #values({ offsets = [] }: Descriptor, values: Buffer, isSet: boolean): number {
    const mask = values.readBigUInt64LE(8);
    let bits = isSet ? values.readBigUInt64LE(0) : 0n;
    for (const [i, offset] of offsets.entries()) {
      if (((mask >> BigInt(i)) & 1n) === 0n) continue;
      if (isSet) this.#drive(offset, Number((bits >> BigInt(i)) & 1n));
      else bits |= BigInt(this.levels.get(offset) ?? 0) << BigInt(i);
    }
    values.writeBigUInt64LE(bits, 0);
    return 0;
  }

  #lineInfo(chip: FakeChip, info: Buffer): number {
    const offset = info.readUInt32LE(64);
    const holder = chip.held?.[offset] ?? this.#taken.get(offset);
    info.write(holder ?? "", 32);
    info.writeBigUInt64LE(holder === undefined ? 0n : 1n, 72);
    return 0;
  }

  #drive(line: number, level: number): void {
    this.levels.set(line, level);
    this.events.push({ line, level });
  }

  #setting(setting: string, value: number): number {
    this.events.push({ setting, value });
    return 0;
  }

  #outputs(): string {
    return [...this.levels].map(([line, level]) => `${line}=${level}`).join(" ");
  }

  #chip({ path }: Descriptor): FakeChip {
    const chip = this.chips[path.replace("/dev/", "")];
    if (chip === undefined) throw errno("ENOTTY", "ioctl");
    return chip;
  }

  #descriptor(descriptor: Descriptor): number {
    this.#open.set(this.#next, descriptor);
    return this.#next++;
  }

  #opened(fd: number): Descriptor {
    const found = this.#open.get(fd);
    if (found === undefined) throw errno("EBADF", "a closed descriptor");
    return found;
  }

  #check(call: string, target: string): void {
    const fault = this.#faults.find((one) => one.call === call && one.target === target);
    if (fault !== undefined && fault.after-- <= 0) throw errno(fault.errno, `${call} '${target}'`);
  }
}

function errno(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}

function text(bytes: Buffer, from: number): string {
  return bytes.toString("latin1", from, bytes.indexOf(0, from));
}
